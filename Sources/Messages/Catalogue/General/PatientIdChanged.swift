extension MessageType {
    /// Byte av patient-id: the person of the case has another id than before.
    ///
    /// The new id is the `patient` of the head, as in every message that follows; only the old one stands in the content.
    package static let patientIDChanged = MessageType(
        name: "PatientIdChanged", title: "Byte av patient-id",
        summary: "The person has got a new id, as a rule a personnummer in the place of a reserve number.",
        process: .general, sensitivity: 1, legalBasis: "the one that the sender states", deadline: "at once",
        receipts: [.transport, .application], outlivesConsent: true,
        fields: [
            Field(
                "previous", .part(.previousPatientID), .required, .law, "Tidigare person-id",
                "The id under which the case has known the person."),
            Field(
                "changedAt", .dateTime, .required, .law, "Bytt", "When the new id was put in the place of the old one."),
            Field(
                "reason", .openCode(.patientIDChangeReason), .required, .law, "Orsak", "Why the person has another id."),
            Field(
                "registeredBy", .part(.person), .optional, .law, "Registrerat av",
                "The member of staff who answers for it that both ids are the same person's."),
        ],
        rules: [
            .previousID(.form, .personIDForm), .previousID(.date, .personIDDate),
            .previousID(.checkDigit, .personIDCheckDigit), .previousLocalReserveNumber, .previousIDNamesOID,
            .patientIDDiffers, .changedWhenSent,
        ])
}

extension Part {
    fileprivate static let previousPatientID = Part(
        "PreviousPatientId", "Tidigare person-id",
        [
            Field(
                "id", .scalar(.personID), .required, .law, "Person-id", "12 characters, of the kind that idType names."),
            Field("idType", .closedCode(.personIDType), .required, .law, "Slag av person-id", "What kind of id it is."),
            Field(
                "idOid", .scalar(.oid), .conditional("Required for localReserveNumber."), .law, "OID",
                "The rule that a local reserve number follows."),
        ])
}

extension CodeList {
    fileprivate static let patientIDChangeReason = CodeList(
        "PatientIdChangeReason",
        [
            .init("identified", "reservnummer har blivit personnummer eller samordningsnummer"),
            .init("newNumber", "personen har fått ett nytt nummer"), .init("corrected", "rättelse av fel nummer"),
            .init("other", "annan"),
        ])
}

extension Message {
    /// The id that the patient of the case had until now: its kind, its rule and the id itself; nil in any other type.
    package var previousPatient: (id: String, idType: PersonIdentifierKind, idOID: String?)? {
        guard type == .patientIDChanged, let previous = content.record("previous"), let id = previous.text("id"),
            let idType = previous.text("idType").flatMap({ PersonIdentifierKind(rawValue: $0) })
        else { return nil }
        return (id, idType, previous.text("idOid"))
    }
}

extension Rule {
    /// A rule for one fault of the previous id; the check digit of a local reserve number has a rule of its own.
    fileprivate static func previousID(_ fault: PersonIdentifier.Fault, _ code: RejectionCode) -> Rule {
        Rule(code, source: "rules.md, Identifiers") { message in
            guard let previous = message.previousPatient,
                PersonIdentifier.fault(in: previous.id, kind: previous.idType, oid: previous.idOID) == fault,
                !(previous.idType == .localReserveNumber && fault == .checkDigit)
            else { return [] }
            return [FieldPath("content", "previous", "id")]
        }
    }

    fileprivate static let previousLocalReserveNumber = Rule(
        .localReserveCheckDigit, source: "rules.md, Identifiers: local reserve numbers"
    ) { message in
        guard let previous = message.previousPatient, previous.idType == .localReserveNumber,
            PersonIdentifier.fault(in: previous.id, kind: previous.idType, oid: previous.idOID) == .checkDigit
        else { return [] }
        return [FieldPath("content", "previous", "id")]
    }

    fileprivate static let previousIDNamesOID = Rule(
        .personIDOIDMissing, source: "fields.md, head: patient.idOid"
    ) { message in
        guard let previous = message.previousPatient, previous.idType == .localReserveNumber, previous.idOID == nil
        else { return [] }
        return [FieldPath("content", "previous", "idOid")]
    }

    fileprivate static let patientIDDiffers = Rule(
        .patientIDUnchanged, source: "catalogue.md, PatientIdChanged: old id, new id"
    ) { message in
        guard let previous = message.previousPatient, let patient = message.patient,
            previous.id.uppercased() == patient.id.uppercased(), previous.idType == patient.idType,
            previous.idOID == patient.idOID
        else { return [] }
        return [FieldPath("content", "previous", "id")]
    }

    fileprivate static let changedWhenSent = Rule(.timeInFuture, source: sourceOfHappened) { message in
        message.isSentBefore(message.content.text("changedAt")) ? [FieldPath("content", "changedAt")] : []
    }
}
