extension MessageType {
    /// Inskrivningsmeddelande: a ward tells who will need what after the hospital.
    package static let admissionNotice = MessageType(
        name: "AdmissionNotice", title: "Inskrivningsmeddelande",
        summary: "A patient who may need help after the hospital is admitted; the planning of the discharge begins.",
        process: .discharge, sensitivity: 1, legalBasis: "lag (2017:612) 2 kap. 1–3 §§",
        deadline:
            "24 hours from the admission, or from the later judgement that help may be needed (lag 2017:612 2 kap. 3 §)",
        receipts: [.transport, .application, .kvittens], refersTo: .optional,
        lawfulSender: .inpatientCare,
        milestone: Milestone(
            [.admitted: "admittedAt", .estimate: "plannedDischargeAt"],
            facts: ["needJudgedAt", "plannedReadyAt", "placingMunicipalityCode", "expectedNeeds", "consentState"]),
        fields: [
            Field(
                "admittedAt", .dateTime, .required, .law, "Inskriven",
                "Starts the 24-hour clock. Source: lag (2017:612) 2 kap. 3 §."),
            Field(
                "needJudgedAt", .dateTime, .conditional("Required when sentAt is more than 24 hours after admittedAt."),
                .law,
                "Behov bedömt", "When it was judged that help may be needed. Source: lag (2017:612) 2 kap. 3 §."),
            Field(
                "judgedBy", .part(.person), .optional, .law, "Behandlande läkare", "The treating doctor who judged it."),
            Field(
                "plannedDischargeAt", .when, .required, .law, "Beräknad utskrivning",
                "Not before admittedAt. Source: lag (2017:612) 2 kap. 2 §."),
            Field(
                "plannedReadyAt", .when, .optional, .law, "Planerat utskrivningsklar",
                "When the patient is expected to be ready."),
            Field(
                "address", .part(.address), .conditional("Required when protectedIdentity is none, else refused."),
                .law,
                "Folkbokföringsadress", "Source: lag (2017:612) 2 kap. 2 §.", tellsPlace: true),
            Field(
                "placingMunicipalityCode", .municipalityCode, .optional, .law, "Placeringskommun",
                "The payer, when another municipality decided the placement. Source: lag (2017:612) 5 kap. 2 §."),
            Field(
                "expectedNeeds", .list(of: .closedCode(.expectedNeed), item: "expectedNeed"), .optional, .law,
                "Förväntade insatser från", "Who is expected to be needed. Source: lag (2017:612) 2 kap. 1 §."),
            Field(
                "admissionForm", .closedCode(.admissionForm), .optional, .sensitive, "Inskrivningssätt",
                "How the patient came."),
            Field(
                "currentUnit", .part(.unitRef), .optional, .sensitive, "Vårdas på",
                "Where the patient lies, if not at the sender.", tellsPlace: true),
            Field("housing", .openCode(.housing), .optional, .sensitive, "Boendeform", "How the patient lives."),
            Field(
                "listedUnit", .part(.unitRef), .optional, .sensitive, "Listad hälsocentral",
                "The health centre by vårdvalet."),
            Field(
                "careContact", .part(.person), .optional, .sensitive, "Fast vårdkontakt",
                "The fast vårdkontakt, if known."),
            Field(
                "consentState", .closedCode(.consentState), .optional, .law, "Samtycke till informationsöverföring",
                "What the patient says about being told about."),
            Field("reasonForAdmission", .text, .optional, .sensitive, "Inskrivningsorsak", "Why the patient came."),
            Field("livesAlone", .boolean, .optional, .sensitive, "Ensamboende", "Whether the patient lives alone."),
            Field("interpreter", .part(.interpreter), .optional, .sensitive, "Tolk", "The need of an interpreter."),
            Field(
                "relatives", .list(of: .part(.contact), item: "relative"), .optional, .sensitive, "Närstående",
                "Whom the patient names; a guardian is expected under 18."),
            Field(
                "representative", .part(.contact), .optional, .sensitive, "Ställföreträdare",
                "Who acts for the patient."),
        ],
        rules: [
            .dischargeNotBeforeAdmission, .needJudgedWhenLate, .addressUnlessProtected, .municipalityIfRegistered,
            .guardianOfChild,
        ])
}

extension CodeList {
    static let expectedNeed = CodeList(
        "ExpectedNeed",
        [
            .init("socialService", "socialtjänst"), .init("municipalHealthCare", "kommunal hälso- och sjukvård"),
            .init("regionalOpenCare", "regional öppenvård"),
        ])
    static let admissionForm = CodeList(
        "AdmissionForm",
        [
            .init("planned", "planerad"), .init("emergency", "akut"), .init("transfer", "överflyttning"),
        ])
    static let housing = CodeList(
        "Housing",
        [
            .init("ordinary", "ordinärt boende"), .init("specialHousing", "särskilt boende (SÄBO)"),
            .init("shortTerm", "korttidsboende"), .init("lssHousing", "LSS-boende"), .init("homeless", "hemlös"),
            .init("other", "annat"),
        ])
}

extension Rule {
    fileprivate static let dischargeNotBeforeAdmission = Rule(
        .dischargeBeforeAdmission, source: "fields.md, AdmissionNotice: plannedDischargeAt"
    ) { message in
        guard let admitted = message.content.text("admittedAt").flatMap({ Timestamp(rfc3339: $0) }),
            let planned = message.content.text("plannedDischargeAt")
        else { return [] }
        let isBefore =
            if let day = CivilDate(planned) { day < admitted.swedishDate } else {
                Timestamp(rfc3339: planned).map { $0 < admitted } ?? false
            }
        return isBefore ? [FieldPath("content", "plannedDischargeAt")] : []
    }

    fileprivate static let needJudgedWhenLate = Rule(
        .needJudgedAtMissing, source: "lag (2017:612) 2 kap. 3 §"
    ) { message in
        guard let admitted = message.content.text("admittedAt").flatMap({ Timestamp(rfc3339: $0) }),
            message.content["needJudgedAt"] == nil, admitted.adding(seconds: 24 * 3600) < message.sentAt
        else { return [] }
        return [FieldPath("content", "needJudgedAt")]
    }

    fileprivate static let addressUnlessProtected = Rule(
        .addressMissing, source: "lag (2017:612) 2 kap. 2 §"
    ) { message in
        guard message.patient?.protectedIdentity == Patient.ProtectedIdentity.none, message.content["address"] == nil
        else {
            return []
        }
        return [FieldPath("content", "address")]
    }

    fileprivate static let municipalityIfRegistered = Rule(
        .municipalityMissing, source: "fields.md, head: patient.municipalityCode; lag (2017:612) 5 kap. 2 §"
    ) { message in
        guard let patient = message.patient, patient.idType == .personnummer, patient.municipalityCode == nil else {
            return []
        }
        return [FieldPath("patient", "municipalityCode")]
    }

    fileprivate static let guardianOfChild = Rule(
        .guardianMissing, source: "fields.md, AdmissionNotice: relatives"
    ) { message in
        guard let birth = message.patient?.birthDate,
            let adultFrom = CivilDate(year: birth.year + 18, month: birth.month, day: birth.day)
                // Who is born on a leap day is of age on the day after 28 February.
                ?? CivilDate(year: birth.year + 18, month: 3, day: 1),
            message.sentAt.swedishDate < adultFrom
        else { return [] }
        let contacts =
            message.content.items("relatives").compactMap(\.record)
            + [message.content.record("representative")].compactMap { $0 }
        let hasGuardian = contacts.contains { $0.record("relation")?.text("code") == "guardian" }
        return hasGuardian ? [] : [FieldPath("content", "relatives")]
    }
}
