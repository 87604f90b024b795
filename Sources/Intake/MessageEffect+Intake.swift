internal import Messages
internal import Queues
internal import Routing

extension MessageEffect {
    /// What a message does to another one, or to its case, when it is on disk; nil of a receipt, whose checks tell, and of one
    /// that does nothing.
    ///
    /// What hands on or hides a message does so only when its sender may know of that message; a cancellation or withdrawal
    /// may also come before what it is about.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - known: what its sender may know of.
    ///   - directory: knows the organisations of units.
    ///   - fingerprints: makes what stands for a patient.
    /// - Throws: `Rejection` when the disk does not tell what is known.
    init?(
        of message: Message, known: KnownMessages, _ directory: Directory, _ fingerprints: Fingerprints
    ) throws(Rejection) {
        let content = message.content
        let original = try known.status(of: message.refersTo)
        switch message.type {
        case .messageCancelled:
            guard let cancelled = message.refersTo, try known.isOpen(cancelled) else { return nil }
            self = .cancels(
                cancelled, isWrongPatient: content.record("reason")?.text("code") == "wrongPatient")
        case .patientIDChanged:
            guard let previous = fingerprints.previousPatientKey(of: message) else { return nil }
            self = .changesPatient(from: previous)
        case .consentRegistered:
            self = .registersConsent(Consent(content))
        case .consentWithdrawn:
            guard let consent = message.refersTo, try known.isOpen(consent),
                let moment = content.text("withdrawnAt").flatMap({ Timestamp(beginOf: $0) })
            else { return nil }
            self = .withdrawsConsent(consent, from: moment)
        case .partyChanged:
            guard let change = PartyChange(content, directory) else { return nil }
            self = .changesParties(change)
        case .forwarded:
            guard let original, case .unit(let unit)? = message.receivers.first else { return nil }
            self = .forwards(original.acceptance.messageID, to: unit)
        case .misdirectedNotice:
            guard let original else { return nil }
            self = .misdirects(original.acceptance.messageID)
        default: return nil
        }
    }
}

extension Consent {
    /// Reads the content of a `ConsentRegistered`.
    fileprivate init(_ content: Record) {
        let questions = content.items("covers").compactMap { item -> ConsentQuestion? in
            switch item.text {
            case "informationSharing": .sharing
            case "sip": .plan
            default: nil
            }
        }
        // The last day is part of the consent.
        let endsAt = content.text("validUntil").flatMap { CivilDate($0) }.map {
            Timestamp(beginOf: CivilDate(daysSince1970: $0.daysSince1970 + 1))
        }
        self.init(Set(questions), isGiven: content.text("state") == "given", endsAt: endsAt)
    }
}

extension PartyChange {
    /// Reads the content of a `PartyChanged`.
    fileprivate init?(_ content: Record, _ directory: Directory) {
        guard let from = content.text("from").flatMap({ Timestamp(beginOf: $0) }) else { return nil }
        let units = { (list: String) in
            content.items(list).compactMap { $0.record?.text("hsaId").flatMap { UnitID($0) } }
        }
        self.init(
            added: units("added").map { Party($0, of: directory.units[$0]?.organisation.id) },
            removed: units("removed"), from: from)
    }
}

extension Fingerprints {
    /// What stands for the patient of a message.
    func patientKey(of patient: Patient) -> PatientKey {
        patientKey(patient.id, patient.idType, patient.idOID)
    }

    /// What stands for the patient of the case under the id that a `PatientIdChanged` takes the place of.
    func previousPatientKey(of message: Message) -> PatientKey? {
        message.previousPatient.map { patientKey($0.id, $0.idType, $0.idOID) }
    }

    /// The hash of kind, rule and id.
    private func patientKey(_ id: String, _ kind: PersonIdentifierKind, _ oid: String?) -> PatientKey {
        let isReserve =
            switch kind {
            case .nationalReserveNumber, .localReserveNumber: true
            case .personnummer, .samordningsnummer: false
            }
        return patientKey(words: [kind.rawValue, oid ?? "", id.uppercased()], isReserve: isReserve)
    }
}
