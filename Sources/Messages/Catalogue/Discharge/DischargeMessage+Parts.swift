extension Part {
    static let dischargeTransport = Part(
        "DischargeTransport", "Hemresa",
        [
            Field("mode", .openCode(.transportMode), .required, .law, "Färdsätt", "How the patient travels."),
            Field("arrivesAt", .dateTime, .optional, .law, "Framme", "When the patient is expected."),
        ])

    static let contactAfterDischarge = Part(
        "ContactAfterDischarge", "Kontakt efter utskrivning",
        [
            Field("phone", .string, .required, .law, "Telefon", "The number to call."),
            Field("hours", .string, .optional, .law, "Tider", "When it is answered, in words."),
        ])

    static let diagnosis = Part(
        "Diagnosis", "Diagnos",
        [
            Field("code", .string, .required, .sensitive, "Kod", "The code of the diagnosis."),
            Field("system", .string, .optional, .sensitive, "Kodverk", "ICD-10-SE when it is missing."),
            Field("text", .string, .optional, .sensitive, "Diagnos", "The diagnosis in words."),
        ])

    static let dischargeAid = Part(
        "DischargeAid", "Hjälpmedel",
        [
            Field("name", .string, .required, .sensitive, "Hjälpmedel", "What it is."),
            Field("status", .closedCode(.aidStatus), .required, .sensitive, "Status", "Whether the patient has it."),
        ])

    static let dischargeRisk = Part(
        "DischargeRisk", "Riskbedömning",
        [
            Field("kind", .openCode(.riskKind), .required, .sensitive, "Risk", "What may happen."),
            Field("level", .openCode(.riskLevel), .optional, .sensitive, "Nivå", "How great the risk is."),
            Field("scale", .string, .optional, .sensitive, "Skala", "The instrument, and its result."),
            Field("text", .text, .optional, .sensitive, "Kommentar", "What is done about it."),
        ])

    static let sentAlong = Part(
        "SentAlong", "Skickas med",
        [
            Field("kind", .closedCode(.sentAlongKind), .required, .sensitive, "Slag", "The kind of thing."),
            Field("text", .text, .required, .sensitive, "Vad", "What it is: läkemedel, rullator …"),
            Field(
                "days", .scalar(.positiveInteger), .optional, .sensitive, "Antal dagar", "For how many days it lasts."),
        ])

    static let returnVisit = Part(
        "ReturnVisit", "Återbesök",
        [
            Field("at", .when, .required, .sensitive, "Tid", "When the visit is."),
            Field("unit", .part(.unitRef), .optional, .sensitive, "Enhet", "The unit that is visited."),
            Field("text", .text, .optional, .sensitive, "Syfte", "What the visit is for."),
        ])

    static let dischargeFollowUp = Part(
        "DischargeFollowUp", "Uppföljning efter utskrivning",
        [
            Field("what", .text, .required, .sensitive, "Vad", "What is to be followed up."),
            Field("unit", .part(.unitRef), .optional, .sensitive, "Ansvarig enhet", "The unit that does it."),
            Field("by", .when, .optional, .sensitive, "Senast", "When it is to be done at the latest."),
        ])

    static let informedPerson = Part(
        "InformedPerson", "Informerad person",
        [
            Field("who", .closedCode(.informedKind), .required, .sensitive, "Vem", "Who was told."),
            Field("at", .when, .optional, .sensitive, "När", "When."),
            Field("by", .part(.person), .optional, .sensitive, "Av", "Who told it."),
        ])
}

extension CodeList {
    static let dischargeKind = CodeList(
        "DischargeKind",
        [
            .init("planned", "planerad"), .init("againstAdvice", "på egen begäran mot läkares råd"),
            .init("deceased", "avliden"), .init("readmission", "åter till annan slutenvård"),
        ])
    fileprivate static let transportMode = CodeList(
        "TransportMode",
        [
            .init("own", "på egen hand"), .init("relative", "med närstående"), .init("taxi", "sjukresa med taxi"),
            .init("stretcher", "liggande sjuktransport"), .init("ambulance", "ambulans"), .init("other", "annat"),
        ])
    fileprivate static let aidStatus = CodeList(
        "AidStatus",
        [
            .init("existing", "finns hemma"), .init("ordered", "beställt"), .init("delivered", "levererat"),
            .init("sentAlong", "skickas med"),
        ])
    fileprivate static let riskKind = CodeList(
        "RiskKind",
        [
            .init("fall", "fall"), .init("pressureUlcer", "trycksår"), .init("nutrition", "undernäring"),
            .init("oralHealth", "ohälsa i munnen"), .init("bladder", "blåsdysfunktion"), .init("suicide", "suicid"),
            .init("other", "annan"),
        ])
    fileprivate static let riskLevel = CodeList(
        "RiskLevel", [.init("low", "låg"), .init("medium", "måttlig"), .init("high", "hög")])
    fileprivate static let sentAlongKind = CodeList(
        "SentAlongKind",
        [
            .init("medicine", "läkemedel"), .init("aid", "hjälpmedel"), .init("material", "material"),
            .init("other", "annat"),
        ])
    fileprivate static let informedKind = CodeList(
        "InformedKind",
        [
            .init("patient", "den enskilde"), .init("relative", "närstående"),
            .init("representative", "ställföreträdare"),
        ])
}
