extension Rule {
    /// The rules that hold for every type, in the order in which they are told.
    package static let ofHead: [Rule] =
        personIDRules + [
            replacesByStatus, referenceIsOther, caseIDWithoutPersonNumber, receiverShapes, placeOfProtected,
            sensitiveFields, freeTexts, stepsHaveHappened, staffHasID, hsaIDForms,
        ]

    private static let personIDRules = [
        personID(.form, .personIDForm), personID(.date, .personIDDate), personID(.checkDigit, .personIDCheckDigit),
        localReserveCheckDigit, localReserveNamesOID,
    ]

    /// A rule for one fault of a person id; the check digit of a local reserve number has a rule of its own.
    private static func personID(_ fault: PersonIdentifier.Fault, _ code: RejectionCode) -> Rule {
        Rule(code, source: "rules.md, Identifiers") { message in
            guard let patient = message.patient, patient.idFault == fault,
                !(patient.idType == .localReserveNumber && fault == .checkDigit)
            else { return [] }
            return [FieldPath("patient", "id")]
        }
    }

    private static let localReserveCheckDigit = Rule(
        .localReserveCheckDigit, source: "rules.md, Identifiers: local reserve numbers"
    ) { message in
        guard let patient = message.patient, patient.idType == .localReserveNumber, patient.idFault == .checkDigit
        else { return [] }
        return [FieldPath("patient", "id")]
    }

    private static let localReserveNamesOID = Rule(
        .personIDOIDMissing, source: "fields.md, head: patient.idOid"
    ) { message in
        guard let patient = message.patient, patient.idType == .localReserveNumber, patient.idOID == nil else {
            return []
        }
        return [FieldPath("patient", "idOid")]
    }

    private static let replacesByStatus = Rule(
        .replacesMismatch, source: "fields.md, head: replaces"
    ) { message in
        (message.status == .replaces) == (message.replaces != nil) ? [] : [FieldPath("replaces")]
    }

    private static let referenceIsOther = Rule(
        .refersToSelf, source: "rules.md, Receipts: a corrected message has a new messageId"
    ) { message in
        [("replaces", message.replaces), ("refersTo", message.refersTo)].compactMap { name, reference in
            reference == message.id ? FieldPath(name) : nil
        }
    }

    private static let caseIDWithoutPersonNumber = Rule(
        .caseIDHoldsPersonNumber, source: "fields.md, head: caseId"
    ) { message in
        guard let caseID = message.caseID, PersonIdentifier.isFound(in: caseID.text) else { return [] }
        return [FieldPath("caseId")]
    }

    private static let receiverShapes = Rule(
        .receiverShape, source: "fields.md, head: receivers"
    ) { message in
        let items = message.record.items("receivers")
        // The message has those that could be read; mostly that is all of them.
        guard items.count > message.receivers.count else { return [] }
        return items.enumerated().compactMap { index, item in
            if let record = item.record, ReceiverAddress(record) != nil { return nil }
            return FieldPath("receivers").appending(item: index)
        }
    }

    private static let placeOfProtected = Rule(
        .placeOfProtectedPerson, source: "rules.md, Consent: protected identity",
        FieldTest(
            .place, in: { $0.patient.map { $0.protectedIdentity != .none } ?? false },
            where: { field, _, _ in field.tellsPlace }))

    private static let sensitiveFields = Rule(
        .sensitiveWithoutBasis, source: "lag (2017:612) 2 kap. 2 §, 3 kap. 1–2 §§; fields.md, Basis",
        FieldTest(
            .sensitive, descendingIntoMatches: false, in: isUnderLaw,
            where: { field, _, _ in field.basis == .sensitive }))

    @Sendable private static func isUnderLaw(_ message: Message) -> Bool { message.legalBasis == "lag-2017-612" }

    private static let freeTexts = Rule(
        .freeTextUnderLaw, source: "rules.md, Consent: with the law's content only", at: "text",
        FieldTest(.openCode, in: isUnderLaw) { _, type, value in
            guard case .openCode(let list) = type, let record = value.record else { return false }
            return hasOwnText(record, beside: list)
        },
        besides: { message in
            guard isUnderLaw(message) else { return [] }
            return message.content.items("extension").indices.map {
                FieldPath("content", "extension").appending(item: $0)
            }
        })

    /// Whether a code of an open list has another text than the one that the list has for it.
    private static func hasOwnText(_ value: Record, beside list: CodeList) -> Bool {
        guard let text = value.text("text") else { return false }
        return !list.codes.contains { $0.value == value.text("code") && $0.label == text }
    }

    private static let staffHasID = Rule(
        .personWithoutID, source: "fields.md, head: sender.person",
        FieldTest(.choice) { _, type, value in
            guard case .part(let part) = type, !part.atLeastOneOf.isEmpty, let record = value.record else {
                return false
            }
            return !part.atLeastOneOf.contains { record[$0] != nil }
        })

    private static let hsaIDForms = Rule(
        .hsaIDForm, source: "rules.md, Identifiers: HSA-id",
        FieldTest(.hsaID) { _, type, value in
            guard case .scalar(let scalar) = type, scalar === ScalarType.hsaID, let text = value.text else {
                return false
            }
            return !Span.withBytes(of: text, isUsualHSAID)
        })

    /// Whether an HSA-id is `SE`, an organisation number of 10 or 12 digits, a hyphen and letters or digits.
    private static func isUsualHSAID(_ text: Span<UInt8>) -> Bool {
        guard text.count > 13, text[0] | 0x20 == UInt8(ascii: "s"), text[1] | 0x20 == UInt8(ascii: "e") else {
            return false
        }
        let hyphen = text[12] == UInt8(ascii: "-") ? 12 : 14
        guard hyphen + 1 < text.count, text[hyphen] == UInt8(ascii: "-") else { return false }
        for place in 2..<text.count where place != hyphen && !isDigit(text[place]) {
            guard place > hyphen, isLetter(text[place]) else { return false }
        }
        return true
    }
}
