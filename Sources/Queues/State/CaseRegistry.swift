internal import Messages

/// All cases: which messages, organisations and patient each has.
struct CaseRegistry {
    /// What a message that names a case meets.
    enum Verdict: Hashable {
        /// It belongs to this case.
        case belongs(CaseKey)
        /// Its organisation takes part in no case of that id, so it opens one of its own.
        case opens
        /// The case is about another patient.
        case otherPatient
    }

    private struct Entry {
        let id: CaseID
        var organisations: Set<UnitID> = []
        var patients: [PatientKey] = []
        var parties: [UnitID] = []
        var messages: [MessageID] = []
    }

    private var entries: [CaseKey: Entry] = [:]
    private var named: [CaseID: [CaseKey]] = [:]

    /// Which case a message belongs to; nil when it belongs to none.
    func judge(_ message: IncomingMessage) -> Verdict? {
        guard !message.isReceipt, let id = message.caseID, let organisation = message.senderOrganisation else {
            return nil
        }
        return judge(named: id, of: organisation, about: message.patient)
    }

    /// Which case an organisation means by an id.
    ///
    /// The patient decides between several of one id, and the youngest between those that are about the same.
    func judge(named id: CaseID, of organisation: UnitID, about patient: PatientKey?) -> Verdict {
        let candidates = (named[id] ?? []).reversed().filter {
            entries[$0]?.organisations.contains(organisation) ?? false
        }
        guard !candidates.isEmpty else { return .opens }
        guard let patient else { return candidates.first.map { .belongs($0) } ?? .opens }
        let own = candidates.first { entries[$0]?.patients.contains(patient) ?? false }
        let fitting = candidates.first { facts(of: $0)?.fits(patient) ?? false }
        return (own ?? fitting).map { .belongs($0) } ?? .otherPatient
    }

    /// A key that no case has.
    func unused(_ random: () -> UInt64) -> CaseKey {
        var key = CaseKey(random())
        while entries[key] != nil { key = CaseKey(key.value &+ 1) }
        return key
    }

    /// Notes a message that is on disk; the first of a key opens the case.
    mutating func note(_ message: IncomingMessage) {
        guard let key = message.caseKey, let id = message.caseID else { return }
        if entries[key] == nil { named[id, default: []].append(key) }
        var entry = entries.removeValue(forKey: key) ?? Entry(id: id)
        entry.messages.append(message.id)
        if let organisation = message.senderOrganisation { entry.organisations.insert(organisation) }
        if let patient = message.patient, !entry.patients.contains(patient) { entry.patients.append(patient) }
        let receivers = message.recipients.filter { $0.state == .queued }
        entry.organisations.formUnion(receivers.compactMap(\.organisation))
        for unit in [message.senderUnit] + receivers.compactMap(\.destination.unit)
        where !entry.parties.contains(unit) {
            entry.parties.append(unit)
        }
        entries[key] = entry
    }

    func facts(of key: CaseKey) -> CaseFacts? {
        entries[key].map {
            CaseFacts(
                key: key, id: $0.id, organisations: $0.organisations, patients: $0.patients, parties: $0.parties,
                messages: $0.messages)
        }
    }

    /// The cases of an id, oldest first.
    func facts(named id: CaseID) -> [CaseFacts] {
        (named[id] ?? []).compactMap { facts(of: $0) }
    }
}
