/// The head that every message begins with, declared once.
///
/// `patient`, `caseId`, `refersTo` and `sender.person` are optional here; how they stand in a type, the type says.
package enum Head {
    /// The members before `content`, in their order on the wire.
    package static let fields: [Field] = [
        Field(
            "messageId", .uuid, .required, .technical, "Meddelande-id",
            "Chosen by the sender, the same on every resend."),
        Field("transmissionId", .uuid, .optional, .technical, "Sändnings-id", "New on every attempt."),
        Field(
            "type", .closedCode(.messageTypeName), .required, .technical, "Meddelandetyp", "A type of the catalogue."),
        Field("version", .scalar(.positiveInteger), .required, .technical, "Version", "The version of the type."),
        Field(
            "status", .closedCode(.messageStatus), .required, .technical, "Status",
            "Cancelling is a message of its own."),
        Field(
            "replaces", .uuid, .conditional("Required exactly when status is replaces."), .technical, "Ersätter",
            "The message that this one takes the place of."),
        Field(
            "refersTo", .uuid, .conditional("As the message type says."), .technical, "Avser",
            "The message that this one is about; an unknown one is a warning."),
        Field(
            "caseId", .scalar(.shortID), .conditional("Required unless the message type says otherwise."), .technical,
            "Ärende",
            "Chosen by the system that opens the case; never a person number."),
        Field(
            "careEpisodeId", .scalar(.shortID), .optional, .technical, "Vårdtillfälle",
            "The sender's id of the episode of care."),
        Field(
            "sentAt", .dateTime, .required, .technical, "Skickat",
            "The time of the first sending, the same on every resend."),
        Field("sender", .part(.sender), .required, .technical, "Avsändare", "Who sends the message."),
        Field(
            "receivers", .list(of: .part(.receiver), item: "receiver"), .optional, .technical, "Mottagare",
            "Whom the message is addressed to; with none, subscriptions alone decide."),
        Field(
            "patient", .part(.patient), .conditional("Required unless the message type says otherwise."), .law,
            "Patient",
            "Whom the message is about."),
        Field(
            "legalBasis", .closedCode(.legalBasis), .required, .technical, "Rättslig grund",
            "What allows the message to be sent."),
        Field(
            "consentReference", .uuid, .optional, .technical, "Samtycke",
            "The ConsentRegistered message that it rests on."),
    ]
    /// The traits of the fields, in their order.
    static let traits = fields.map(\.traits)
}

extension Part {
    static let sender = Part(
        "Sender", "Avsändare",
        [
            Field(
                "unit", .hsaID, .required, .technical, "Avsändande enhet",
                "A care or social-care unit, never an administrative one."),
            Field(
                "unitName", .string, .optional, .technical, "Enhetens namn", "The unit's name as the sender writes it."),
            Field("phone", .string, .optional, .technical, "Telefon", "Where the unit is reached."),
            Field(
                "system", .part(.sourceSystem), .optional, .technical, "Källsystem",
                "The program that made the message."),
            Field(
                "person", .part(.person), .conditional("Required unless the message type says otherwise."), .technical,
                "Person",
                "Who answers for the message."),
        ])

    static let sourceSystem = Part(
        "SourceSystem", "Källsystem",
        [
            Field("name", .string, .required, .technical, "Namn", "The program's name."),
            Field("version", .string, .optional, .technical, "Version", "The program's version."),
        ])

    static let receiver = Part(
        "Receiver", "Mottagare: enhet, funktion i kommun eller organisation, listad hälsocentral eller ärendets parter",
        [
            Field("unit", .hsaID, .optional, .technical, "Enhet", "A unit; then nothing else."),
            Field(
                "function", .closedCode(.receiverFunction), .optional, .technical, "Funktion",
                "A function of a municipality, headOfOperations of an organisation, or listedHealthCentre alone."),
            Field(
                "municipalityCode", .municipalityCode, .conditional("Required with a function of a municipality."),
                .technical,
                "Kommunkod", "The municipality of the function."),
            Field(
                "organisation", .scalar(.organisationID), .conditional("Required with headOfOperations."), .technical,
                "Organisation",
                "The organisation of the function, by its HSA-id in the directory."),
            Field(
                "caseParties", .boolean, .optional, .technical, "Ärendets parter",
                "true, and nothing else: every party of the case."),
        ])

    static let patient = Part(
        "Patient", "Patient",
        [
            Field(
                "id", .scalar(.personID), .required, .law, "Person-id", "12 characters, of the kind that idType names."),
            Field("idType", .closedCode(.personIDType), .required, .law, "Slag av person-id", "What kind of id it is."),
            Field(
                "idOid", .scalar(.oid), .conditional("Required for localReserveNumber."), .law, "OID",
                "The rule that a local reserve number follows."),
            Field("name", .string, .required, .law, "Namn", "The person's name."),
            Field(
                "municipalityCode", .municipalityCode,
                .conditional("Required in AdmissionNotice for a person with personnummer."), .law,
                "Folkbokföringskommun",
                "The municipality of registration: for routing and payment."),
            Field(
                "protectedIdentity", .closedCode(.protectedIdentity), .required, .law, "Skyddade personuppgifter",
                "When not none, no address and no place may be told."),
        ])
}

extension CodeList {
    /// The names of all types in the catalogue.
    package static let messageTypeName = messageTypeNames(of: .standard)

    /// The names of the types of a catalogue.
    static func messageTypeNames(of catalogue: MessageCatalogue) -> CodeList {
        CodeList("MessageTypeName", catalogue.newestTypes.map { .init($0.name, $0.title) })
    }

    static let messageStatus = CodeList(
        "MessageStatus", [.init("new", "nytt"), .init("replaces", "ersätter ett tidigare")])
    static let receiverFunction = CodeList(
        "ReceiverFunction",
        [
            .init("socialService", "socialtjänst"), .init("municipalHealthCare", "kommunal hälso- och sjukvård"),
            .init("specialHousing", "särskilt boende"), .init("school", "skola"),
            .init("medicallyResponsibleNurse", "medicinskt ansvarig sjuksköterska (MAS)"),
            .init("headOfOperations", "verksamhetschef"),
            .init("listedHealthCentre", "listad hälsocentral"),
        ])
    static let personIDType = CodeList(
        "PersonIdType",
        [
            .init("personnummer", "personnummer"), .init("samordningsnummer", "samordningsnummer"),
            .init("nationalReserveNumber", "nationellt reservnummer"),
            .init("localReserveNumber", "lokalt reservnummer"),
        ])
    static let protectedIdentity = CodeList(
        "ProtectedIdentity",
        [
            .init("none", "nej"), .init("sekretessmarkering", "sekretessmarkering"),
            .init("skyddadFolkbokforing", "skyddad folkbokföring"),
        ])
    static let legalBasis = CodeList(
        "LegalBasis",
        [
            .init("lag-2017-612", "lag (2017:612) om samverkan vid utskrivning"), .init("consent", "samtycke"),
            .init("harm-assessment", "menprövning"), .init("lag-1991-1128", "LPT, lag (1991:1128)"),
            .init("lag-1991-1129", "LRV, lag (1991:1129)"), .init("other-law", "annan lag"),
        ])
}
