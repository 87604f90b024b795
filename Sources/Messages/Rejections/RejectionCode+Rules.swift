extension RejectionCode {
    /// The check digit of the person id is wrong.
    package static let personIDCheckDigit = RejectionCode(
        "VX-1201", 422, .sender,
        "The check digit of the person id is wrong.",
        "Person-id har fel kontrollsiffra.",
        advice: "Check the person id.")
    /// The date in the person id does not exist.
    package static let personIDDate = RejectionCode(
        "VX-1202", 422, .sender,
        "The date in the person id does not exist.",
        "Datumet i person-id finns inte.",
        advice: "Check the person id.")
    /// The person id does not have the form of its kind.
    package static let personIDForm = RejectionCode(
        "VX-1203", 422, .sender,
        "The person id does not have the form of its kind.",
        "Person-id har inte den form som dess slag kräver.",
        advice: "Send 12 characters of the kind that idType names.")
    /// A local reserve number needs idOid.
    package static let personIDOIDMissing = RejectionCode(
        "VX-1204", 422, .sender,
        "A local reserve number needs idOid.",
        "Ett lokalt reservnummer måste ha idOid.",
        advice: "Name the OID of the region's rule in idOid.")
    /// The planned discharge is before the admission.
    package static let dischargeBeforeAdmission = RejectionCode(
        "VX-1205", 422, .sender,
        "The planned discharge is before the admission.",
        "Beräknad utskrivning är före inskrivningen.",
        advice: "Check the two times.")
    /// A notice sent more than 24 hours after admission must say when the need was judged.
    package static let needJudgedAtMissing = RejectionCode(
        "VX-1206", 422, .sender,
        "A notice sent more than 24 hours after admission must say when the need was judged.",
        "Ett inskrivningsmeddelande som skickas mer än 24 timmar efter inskrivningen måste ange när behovet bedömdes.",
        advice: "Send needJudgedAt and judgedBy.")
    /// The registered address is missing.
    package static let addressMissing = RejectionCode(
        "VX-1207", 422, .sender,
        "The registered address is missing.",
        "Folkbokföringsadressen saknas.",
        advice: "Send the address, unless the identity is protected.")
    /// The message tells where a person with protected identity lives or stays.
    package static let placeOfProtectedPerson = RejectionCode(
        "VX-1208", 422, .sender,
        "The message tells where a person with protected identity lives or stays.",
        "Meddelandet röjer var en person med skyddade personuppgifter finns.",
        advice: "Remove the address or place; the gateway never strips it.")
    /// A health or social field may not be told on this legal basis alone.
    package static let sensitiveWithoutBasis = RejectionCode(
        "VX-1209", 422, .sender,
        "A health or social field may not be told on this legal basis alone.",
        "En hälso- eller socialuppgift får inte lämnas med enbart denna rättsliga grund.",
        advice: "Remove the field, or state consent or harm-assessment.")
    /// The member replaces is there exactly when status is replaces.
    package static let replacesMismatch = RejectionCode(
        "VX-1210", 422, .sender,
        "The member replaces is there exactly when status is replaces.",
        "Uppgiften replaces ska finnas precis när status är replaces.",
        advice: "Make status and replaces agree.")
    /// The case id holds a person number.
    package static let caseIDHoldsPersonNumber = RejectionCode(
        "VX-1211", 422, .sender,
        "The case id holds a person number.",
        "Ärendets id innehåller ett personnummer.",
        advice: "Choose a case id without a person number.")
    /// The consent that the message rests on is not given.
    package static let consentNotGiven = RejectionCode(
        "VX-1212", 422, .sender,
        "The consent that the message rests on is not given.",
        "Det samtycke som meddelandet vilar på är inte lämnat.",
        advice: "Make the plan only with the person's consent.")
    /// The legal basis does not allow this type of message.
    package static let legalBasisNotAllowed = RejectionCode(
        "VX-1213", 422, .sender,
        "The legal basis does not allow this type of message.",
        "Den rättsliga grunden gäller inte för denna meddelandetyp.",
        advice: "State the legal basis that the type demands.")
    /// A receiver is none of the five shapes.
    package static let receiverShape = RejectionCode(
        "VX-1214", 422, .sender,
        "A receiver is none of the five shapes.",
        "En mottagare är skriven på ett sätt som inte går att tolka.",
        advice:
            "Send {unit}, {function, municipalityCode}, {function: headOfOperations, organisation}, {function: listedHealthCentre} or {caseParties: true}."
    )
    /// The municipality of registration is missing.
    package static let municipalityMissing = RejectionCode(
        "VX-1215", 422, .sender,
        "The municipality of registration is missing.",
        "Folkbokföringskommun saknas.",
        advice: "Send patient.municipalityCode.")
    /// A member of staff needs hsaId or localId.
    package static let personWithoutID = RejectionCode(
        "VX-1216", 422, .sender,
        "A member of staff needs hsaId or localId.",
        "En medarbetare måste ha hsaId eller localId.",
        advice: "Send one of the two.")
    /// An effort by a region, municipality or private provider must name its unit.
    package static let unitMissing = RejectionCode(
        "VX-1217", 422, .sender,
        "An effort by a region, municipality or private provider must name its unit.",
        "En insats från region, kommun eller privat utförare måste ange enhet.",
        advice: "Send the unit.")
    /// A receipt that is not ok must say what is wrong.
    package static let errorsMissing = RejectionCode(
        "VX-1218", 422, .sender,
        "A receipt that is not ok must say what is wrong.",
        "En kvittens som inte är ok måste ange felet.",
        advice: "Send at least one error.")
    /// A receipt that is ok must not hold errors.
    package static let errorsWithOK = RejectionCode(
        "VX-1219", 422, .sender,
        "A receipt that is ok must not hold errors.",
        "En kvittens som är ok får inte innehålla fel.",
        advice: "Remove the errors, or change the outcome.")
    /// The message refers to itself.
    package static let refersToSelf = RejectionCode(
        "VX-1220", 422, .sender,
        "The message refers to itself.",
        "Meddelandet hänvisar till sig självt.",
        advice: "Send the id of the other message.")
    /// Only the gateway issues receipts as gateway.
    package static let gatewayReceiptForged = RejectionCode(
        "VX-1222", 422, .sender,
        "Only the gateway issues receipts as gateway.",
        "Bara växeln utfärdar kvittenser som gateway.",
        advice: "Send issuedBy receiver.")
    /// A receipt refers to a receipt.
    package static let receiptOfReceipt = RejectionCode(
        "VX-1223", 422, .sender,
        "A receipt is never receipted.",
        "En kvittens får inte kvitteras.",
        advice: "Send nothing: receipts are not answered.")
    /// A negative receipt comes after a positive one of the same unit.
    package static let negativeAfterPositive = RejectionCode(
        "VX-1224", 422, .sender,
        "A negative receipt never comes after a positive one.",
        "En negativ kvittens får inte komma efter en positiv.",
        advice: "Tell the sender by a message of your own.")
    /// The case is about another patient.
    package static let caseOfOtherPatient = RejectionCode(
        "VX-1221", 422, .sender,
        "The case is about another patient.",
        "Ärendet gäller en annan patient.",
        advice: "Use the case of this patient, or send PatientIdChanged.")
    /// The message that refersTo names is not of a type that this one can be about.
    package static let refersToOtherType = RejectionCode(
        "VX-1225", 422, .sender,
        "The message that refersTo names is not of a type that this one can be about.",
        "Meddelandet som refersTo anger är inte av en typ som detta kan avse.",
        advice: "Refer to a message of the type that the catalogue names.")
    /// The message that is referred to is about another patient.
    package static let refersToOtherPatient = RejectionCode(
        "VX-1226", 422, .sender,
        "The message that is referred to is about another patient.",
        "Meddelandet som hänvisningen gäller avser en annan patient.",
        advice: "Check refersTo and replaces.")
    /// The message that is replaced is not of the same type and sender.
    package static let replacesOther = RejectionCode(
        "VX-1227", 422, .sender,
        "The message that is replaced is not of the same type and sender.",
        "Meddelandet som ersätts är inte av samma typ från samma avsändare.",
        advice: "Replace only messages of your own, by messages of the same type.")
    /// The new planned discharge is the same as the previous one.
    package static let estimateUnchanged = RejectionCode(
        "VX-1228", 422, .sender,
        "The new planned discharge is the same as the previous one.",
        "Den nya beräknade utskrivningen är densamma som den tidigare.",
        advice: "Send the message only when the estimate has changed.")
    /// The patient is said to be ready later than the message was sent.
    package static let readyInFuture = RejectionCode(
        "VX-1229", 422, .sender,
        "The patient is said to be ready later than the message was sent.",
        "Patienten anges vara utskrivningsklar senare än meddelandet skickades.",
        advice: "Send the message when the patient is ready.")
    /// The summary of the care is missing.
    package static let careSummaryMissing = RejectionCode(
        "VX-1230", 422, .sender,
        "The summary of the care is missing.",
        "Vårdsammanfattningen saknas.",
        advice: "Send careSummary, or state lag-2017-612 and the law's content only.")
    /// A meeting in person needs a place.
    package static let meetingPlaceMissing = RejectionCode(
        "VX-1231", 422, .sender,
        "A meeting in person needs a place.",
        "Ett fysiskt möte måste ha en plats.",
        advice: "Send meeting.place.")
    /// A meeting by video needs a link.
    package static let meetingLinkMissing = RejectionCode(
        "VX-1232", 422, .sender,
        "A meeting by video needs a link.",
        "Ett videomöte måste ha en länk.",
        advice: "Send meeting.videoLink.")
    /// Only the coordinator of the plan may close it.
    package static let closedByOther = RejectionCode(
        "VX-1233", 422, .sender,
        "Only the coordinator of the plan may close it.",
        "Bara den samordningsansvariga får avsluta planen.",
        advice:
            "Let the coordinator of the newest version close it, or send a new version with another coordinator first.")
    /// Only the organisation that sent a message may cancel it.
    package static let cancelsOthers = RejectionCode(
        "VX-1234", 422, .sender,
        "Only the organisation that sent a message may cancel it.",
        "Bara den organisation som skickade ett meddelande får makulera det.",
        advice: "Send MisdirectedNotice, or ask the sender to cancel it.")
    /// A cancellation goes to those who got the original, and to nobody else.
    package static let cancelReceivers = RejectionCode(
        "VX-1235", 422, .sender,
        "A cancellation goes to those who got the original, and to nobody else.",
        "En makulering ska gå till dem som fick originalet och till ingen annan.",
        advice: "Leave receivers out, or name only units that got the original.")
    /// A text that must not tell who the patient is holds a person number.
    package static let textHoldsPersonNumber = RejectionCode(
        "VX-1236", 422, .sender,
        "A text that must not tell who the patient is holds a person number.",
        "En text som inte får röja patienten innehåller ett personnummer.",
        advice: "Write the text without person numbers.")
    /// The message is said to have been read before it was available.
    package static let readBeforeAvailable = RejectionCode(
        "VX-1237", 422, .sender,
        "The message is said to have been read before it was available.",
        "Meddelandet anges ha lästs innan det fanns att läsa.",
        advice: "Check readAt and the clock of the system.")
    /// That message is not one that takes a kvittens.
    package static let kvittensNotTaken = RejectionCode(
        "VX-1238", 422, .sender,
        "That message is not one that takes a kvittens.",
        "Det meddelandet ska inte kvitteras av en person.",
        advice: "Send nothing.")
    /// The plan id is used for another plan.
    package static let planOfOthers = RejectionCode(
        "VX-1239", 422, .sender,
        "The plan id is used for another plan.",
        "Plan-id används för en annan plan.",
        advice: "Give a new plan a new planId.")
    /// A new version of the plan must have a higher number.
    package static let planVersionNotHigher = RejectionCode(
        "VX-1240", 422, .sender,
        "A new version of the plan must have a higher number.",
        "En ny version av planen måste ha ett högre nummer.",
        advice: "Send planVersion higher than in the version that is replaced.")
    /// A new version of a known plan must replace the one before it.
    package static let planNotReplaced = RejectionCode(
        "VX-1242", 422, .sender,
        "A new version of a known plan must replace the one before it.",
        "En ny version av en känd plan måste ersätta den tidigare.",
        advice: "Send status replaces, and the message of the newest version in replaces.")
    /// Only the organisation that sent a notice may withdraw it.
    package static let withdrawsOthers = RejectionCode(
        "VX-1241", 422, .sender,
        "Only the organisation that sent a notice may withdraw it.",
        "Bara den organisation som skickade ett meddelande får återta det.",
        advice: "Ask the sender of the notice to withdraw it.")
    /// The data of an attachment are not whole base64.
    package static let attachmentNotBase64 = RejectionCode(
        "VX-1250", 422, .sender,
        "The data of an attachment are not whole base64.",
        "En bilagas innehåll är inte fullständig base64.",
        advice: "Encode the file anew, with padding and without line breaks.")
    /// An attachment is larger than 5 MB.
    package static let attachmentTooLarge = RejectionCode(
        "VX-1251", 422, .sender,
        "An attachment is larger than 5 MB.",
        "En bilaga är större än 5 MB.",
        advice: "Send at most 5,000,000 bytes a file: divide it, or scan it with a lower resolution.")
    /// An attachment is not a file of the type that it names.
    package static let attachmentOfOtherType = RejectionCode(
        "VX-1252", 422, .sender,
        "An attachment is not a file of the type that it names.",
        "En bilaga är inte en fil av den typ som anges.",
        advice: "Send the mediaType that the file has; a text must be in UTF-8.")
    /// The assessment of the activities of daily living is missing.
    package static let adlMissing = RejectionCode(
        "VX-1253", 422, .sender,
        "The assessment of the activities of daily living is missing.",
        "ADL-bedömningen saknas.",
        advice: "Send adl, or adlReference with the messageId of the AdlAssessment.")
    /// A planned effort lacks its first day or its decision.
    package static let plannedEffortIncomplete = RejectionCode(
        "VX-1254", 422, .sender,
        "A planned effort lacks its first day or its decision.",
        "En planerad insats saknar startdatum eller beslut.",
        advice: "Send start and decision of every effort, or leave the effort to remaining.")
    /// The person who should be called instead is missing.
    package static let otherPersonMissing = RejectionCode(
        "VX-1255", 422, .sender,
        "The person who should be called instead is missing.",
        "Den person som bör kallas i stället saknas.",
        advice: "Send otherPerson, or answer decline.")
    /// The other times are missing.
    package static let proposedTimesMissing = RejectionCode(
        "VX-1256", 422, .sender,
        "The other times are missing.",
        "De andra tiderna saknas.",
        advice: "Send proposedTimes, or answer decline.")
    /// A plan that goes on has no next follow-up.
    package static let nextFollowUpMissing = RejectionCode(
        "VX-1257", 422, .sender,
        "A plan that goes on has no next follow-up.",
        "En plan som fortsätter saknar nästa uppföljning.",
        advice: "Send nextFollowUp, or the decision end.")
    /// A message outside of episodes of care names one.
    package static let careEpisodeNotExpected = RejectionCode(
        "VX-1258", 422, .sender,
        "A message outside of episodes of care names one.",
        "Ett meddelande utanför vårdtillfälle anger ett vårdtillfälle.",
        advice: "Leave careEpisodeId out, or send a GeneralMessage in the case.")
    /// The transfer has neither text nor attachment.
    package static let transferEmpty = RejectionCode(
        "VX-1259", 422, .sender,
        "The transfer has neither text nor attachment.",
        "Överföringen har varken text eller bilaga.",
        advice: "Send text, attachments or both.")
    /// The provision of the other law is missing.
    package static let legalProvisionMissing = RejectionCode(
        "VX-1260", 422, .sender,
        "The provision of the other law is missing.",
        "Lagrummet i den andra lagen saknas.",
        advice: "Send legalProvision, or the legal basis that applies.")
    /// A deviation about a message does not name the message.
    package static let deviationReferenceMissing = RejectionCode(
        "VX-1261", 422, .sender,
        "A deviation about a message does not name the message.",
        "En avvikelse om ett meddelande anger inte vilket.",
        advice: "Send refersTo; when no message ever came, the class is informationMissing.")
    /// The message rests on a consent that is not given.
    package static let consentContradicted = RejectionCode(
        "VX-1262", 422, .sender,
        "The message rests on a consent that is not given.",
        "Meddelandet stöder sig på ett samtycke som inte är lämnat.",
        advice: "Ask for consent, or send on another legal basis if one applies.")
    /// The legal basis is not the law of compulsory care that the message is about.
    package static let basisNotCompulsory = RejectionCode(
        "VX-1270", 422, .sender,
        "The legal basis is not the law of compulsory care that the message is about.",
        "Den rättsliga grunden är inte den tvångsvårdslag som meddelandet gäller.",
        advice:
            "State lag-1991-1128 (LPT) or lag-1991-1129 (LRV); open compulsory care is by LPT, open forensic care by LRV."
    )
    /// The law that the content names is not the one of legalBasis.
    package static let lawNotBasis = RejectionCode(
        "VX-1271", 422, .sender,
        "The law that the content names is not the one of legalBasis.",
        "Lagen i innehållet är inte den som anges som rättslig grund.",
        advice: "Let law and legalBasis name the same law.")
    /// An effort of region or municipality in the plan has no decision.
    package static let effortWithoutDecision = RejectionCode(
        "VX-1272", 422, .sender,
        "An effort of region or municipality in the plan has no decision.",
        "En insats från region eller kommun i vårdplanen saknar beslut.",
        advice: "Send the decision of the effort.")
    /// A unit that answers for an effort is not among those that attest the plan.
    package static let responsibleUnitNotAttesting = RejectionCode(
        "VX-1273", 422, .sender,
        "A unit that answers for an effort is not among those that attest the plan.",
        "En enhet som ansvarar för en insats finns inte bland dem som ska justera planen.",
        advice: "Name the unit in attestingUnits.")
    /// A unit that is to attest the plan has no hsaId.
    package static let attestingUnitWithoutID = RejectionCode(
        "VX-1274", 422, .sender,
        "A unit that is to attest the plan has no hsaId.",
        "En enhet som ska justera planen saknar HSA-id.",
        advice: "Send the HSA-id of the unit.")
    /// Two days of the message stand in the wrong order.
    package static let daysInWrongOrder = RejectionCode(
        "VX-1275", 422, .sender,
        "Two days of the message stand in the wrong order.",
        "Två datum i meddelandet kommer i fel ordning.",
        advice: "Check the days.")
    /// The version of the ADL scale is missing.
    package static let adlVersionMissing = RejectionCode(
        "VX-1276", 422, .sender,
        "The version of the ADL scale is missing.",
        "Versionen av ADL-skalan saknas.",
        advice: "Send version, or free as the scale.")
    /// A SIP is said to be booked, and no time is given.
    package static let sipTimeMissing = RejectionCode(
        "VX-1277", 422, .sender,
        "A SIP is said to be booked, and no time is given.",
        "SIP anges vara bokad, men tiden saknas.",
        advice: "Send sip.at.")
    /// A day of the basis for payment is answered twice.
    package static let dayAnsweredTwice = RejectionCode(
        "VX-1278", 422, .sender,
        "A day of the basis for payment is answered twice.",
        "Ett vårddygn i betalningsunderlaget besvaras två gånger.",
        advice: "Answer each day of a case once.")
    /// A day is disputed without a reason.
    package static let disputeReasonMissing = RejectionCode(
        "VX-1279", 422, .sender,
        "A day is disputed without a reason.",
        "Ett vårddygn bestrids utan skäl.",
        advice: "Send the reason.")
    /// Neither the head nor the day says which case it is about.
    package static let dayWithoutCase = RejectionCode(
        "VX-1280", 422, .sender,
        "Neither the head nor the day says which case it is about.",
        "Varken huvudet eller vårddygnet anger vilket ärende det gäller.",
        advice: "Send caseId in the head, or with each day.")
    /// The new unit is the old one.
    package static let outpatientUnitUnchanged = RejectionCode(
        "VX-1281", 422, .sender,
        "The new unit is the old one.",
        "Den nya enheten är densamma som den tidigare.",
        advice: "Send the message only when the unit changes.")
    /// A part of the basis is not told, or is told and said to be none.
    package static let neitherToldNorNone = RejectionCode(
        "VX-1282", 422, .sender,
        "A part of the basis is neither told nor said to be none, or is both.",
        "En del av underlaget är varken redovisad eller angiven som saknad, eller bådadera.",
        advice: "Send the list, or name it in assessedNone.")

    /// The assessment of harm is missing.
    package static let harmAssessmentMissing = RejectionCode(
        "VX-1290", 422, .sender,
        "The assessment of harm is missing.",
        "Menprövningen saknas.",
        advice: "Send harmAssessment, since the person cannot take a stand.")
    /// The new person id is the same as the previous one.
    package static let patientIDUnchanged = RejectionCode(
        "VX-1292", 422, .sender,
        "The new person id is the same as the previous one.",
        "Det nya person-id:t är detsamma som det tidigare.",
        advice: "Send the new id in patient, and the old one in content.previous.")
    /// A change of parties adds or removes a unit, and never both of one.
    package static let partiesUnchanged = RejectionCode(
        "VX-1294", 422, .sender,
        "A change of parties adds or removes a unit, and never both of one.",
        "En ändring av parter ska lägga till eller ta bort enheter, aldrig bådadera för samma enhet.",
        advice: "Name each unit once, in added or in removed.")
    /// A temporary lifting of a block has an end after its start, and no other change has one.
    package static let temporaryLiftPeriod = RejectionCode(
        "VX-1296", 422, .sender,
        "A temporary lifting of a block has an end after its start, and no other change has one.",
        "En tillfälligt hävd spärr ska ha ett slut efter sin början; ingen annan ändring ska ha ett slut.",
        advice: "Send until with temporarilyLifted, later than from, and only then.")
    /// A forwarded message names one other unit as its receiver.
    package static let forwardReceiver = RejectionCode(
        "VX-1297", 422, .sender,
        "A forwarded message names one other unit as its receiver.",
        "Ett vidaresänt meddelande ska ange exakt en annan enhet som mottagare.",
        advice: "Send one receiver {unit}, another than the sender.")
    /// Only a party of the plan may name its coordinator.
    package static let coordinatorByOther = RejectionCode(
        "VX-1291", 422, .sender,
        "Only a party of the plan may name its coordinator.",
        "Bara en part i planen får ange samordningsansvarig.",
        advice: "Let a unit that has a part in the plan name the coordinator.")
    /// The consent that the message rests on has been withdrawn, or is over.
    package static let consentIsWithdrawn = RejectionCode(
        "VX-1293", 422, .sender,
        "The consent that the message rests on has been withdrawn, or is over.",
        "Det samtycke som meddelandet vilar på är återkallat eller har upphört.",
        advice: "Send nothing more on the basis of that consent; ask the person, and send ConsentRegistered.")
    /// Only the coordinator or a ward changes the parties of a case.
    package static let partiesByOther = RejectionCode(
        "VX-1295", 422, .sender,
        "Only the coordinator or a ward changes the parties of a case.",
        "Bara samordningsansvarig eller slutenvården ändrar parterna i ett ärende.",
        advice: "Ask the unit of the coordinator to send it.")
    /// The sending unit did not get the message that it refers to.
    package static let notItsMessage = RejectionCode(
        "VX-1298", 422, .sender,
        "The sending unit did not get the message that it refers to.",
        "Den avsändande enheten har inte fått meddelandet som hänvisningen gäller.",
        advice: "Send it from the unit that got the message.")
    /// The consent that the message rests on was not given, or is about something else.
    package static let consentWasNotGiven = RejectionCode(
        "VX-1299", 422, .sender,
        "The consent that the message rests on was not given, or is about something else.",
        "Det samtycke som meddelandet vilar på är inte lämnat, eller gäller något annat.",
        advice: "Ask the person and send ConsentRegistered, or send after an assessment of harm, with harm-assessment.")

    /// VX-12xx: rules beyond the schemas.
    static let rules: [RejectionCode] = [
        .personIDCheckDigit, .personIDDate, .personIDForm, .personIDOIDMissing, .dischargeBeforeAdmission,
        .needJudgedAtMissing, .addressMissing, .placeOfProtectedPerson, .sensitiveWithoutBasis,
        .replacesMismatch, .caseIDHoldsPersonNumber, .consentNotGiven, .legalBasisNotAllowed, .receiverShape,
        .municipalityMissing, .personWithoutID, .unitMissing, .errorsMissing, .errorsWithOK, .refersToSelf,
        .caseOfOtherPatient, .gatewayReceiptForged, .receiptOfReceipt, .negativeAfterPositive,
        .refersToOtherType, .refersToOtherPatient, .replacesOther, .estimateUnchanged, .readyInFuture,
        .careSummaryMissing, .meetingPlaceMissing, .meetingLinkMissing, .closedByOther, .cancelsOthers,
        .cancelReceivers, .textHoldsPersonNumber, .readBeforeAvailable, .kvittensNotTaken, .planOfOthers,
        .planVersionNotHigher, .withdrawsOthers, .planNotReplaced, .attachmentNotBase64, .attachmentTooLarge,
        .attachmentOfOtherType, .adlMissing, .plannedEffortIncomplete, .otherPersonMissing,
        .proposedTimesMissing, .nextFollowUpMissing, .careEpisodeNotExpected, .transferEmpty,
        .legalProvisionMissing, .deviationReferenceMissing, .consentContradicted, .basisNotCompulsory,
        .lawNotBasis, .effortWithoutDecision, .responsibleUnitNotAttesting, .attestingUnitWithoutID,
        .daysInWrongOrder, .adlVersionMissing, .sipTimeMissing, .dayAnsweredTwice, .disputeReasonMissing,
        .dayWithoutCase, .outpatientUnitUnchanged, .neitherToldNorNone, .harmAssessmentMissing,
        .coordinatorByOther, .patientIDUnchanged, .consentIsWithdrawn, .partiesUnchanged, .partiesByOther,
        .temporaryLiftPeriod, .forwardReceiver, .notItsMessage, .consentWasNotGiven,
    ]
}
