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
    /// A receiver is none of the four shapes.
    package static let receiverShape = RejectionCode(
        "VX-1214", 422, .sender,
        "A receiver is none of the four shapes.",
        "En mottagare är skriven på ett sätt som inte går att tolka.",
        advice: "Send {unit}, {function, municipalityCode}, {function: listedHealthCentre} or {caseParties: true}.")
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
        "En kvittens kvitteras aldrig.",
        advice: "Send nothing: receipts are not answered.")
    /// A negative receipt comes after a positive one of the same unit.
    package static let negativeAfterPositive = RejectionCode(
        "VX-1224", 422, .sender,
        "A negative receipt never comes after a positive one.",
        "En negativ kvittens kommer aldrig efter en positiv.",
        advice: "Tell the sender by a message of your own.")

    /// VX-12xx: rules beyond the schemas.
    static let rules: [RejectionCode] = [
        .personIDCheckDigit, .personIDDate, .personIDForm, .personIDOIDMissing, .dischargeBeforeAdmission,
        .needJudgedAtMissing, .addressMissing, .placeOfProtectedPerson, .sensitiveWithoutBasis, .replacesMismatch,
        .caseIDHoldsPersonNumber, .consentNotGiven, .legalBasisNotAllowed, .receiverShape, .municipalityMissing,
        .personWithoutID, .unitMissing, .errorsMissing, .errorsWithOK, .refersToSelf,
        .gatewayReceiptForged, .receiptOfReceipt, .negativeAfterPositive,
    ]
}
