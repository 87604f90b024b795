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

    /// What a message brings to its case.
    struct Member {
        let message: MessageID
        let senderUnit: UnitID
        let senderOrganisation: UnitID?
        /// Nil when it says nothing of the patient, or was about the wrong one.
        let patient: PatientKey?
        /// The id that the patient's takes the place of.
        let formerPatient: PatientKey?
        /// Whether its sender takes part by it: not by saying that a message was not for it.
        let isOfParty: Bool
        /// The units that have it or are to have it.
        let receivers: [Receiver]
        let partyChange: PartyChange?
    }

    /// A unit that a message of the case goes to.
    struct Receiver {
        let unit: UnitID
        let organisation: UnitID?
        /// Whether it was for the unit, which takes part by it then.
        let isParty: Bool
    }

    private struct Entry {
        let id: CaseID
        let opener: UnitID?
        /// Its place among all cases, by which the oldest is known.
        let order: Int
        var organisations: Set<UnitID> = []
        var senders: Set<UnitID> = []
        var patients: [PatientKey] = []
        var formerPatients: Set<PatientKey> = []
        var parties: [UnitID] = []
        var participants: Set<UnitID> = []
        var partyChanges: [PartyChange] = []
        var messages: [MessageID] = []

        mutating func add(_ member: Member) {
            messages.append(member.message)
            if let organisation = member.senderOrganisation {
                organisations.insert(organisation)
                senders.insert(organisation)
            }
            for patient in [member.formerPatient, member.patient].compactMap(\.self) where !patients.contains(patient) {
                patients.append(patient)
            }
            if let former = member.formerPatient, let patient = member.patient {
                formerPatients.insert(former)
                formerPatients.remove(patient)
            }
            let joining = member.partyChange?.added ?? []
            organisations.formUnion(
                (member.receivers.map(\.organisation) + joining.map(\.organisation)).compactMap(\.self))
            if member.isOfParty { participants.insert(member.senderUnit) }
            participants.formUnion(member.receivers.filter(\.isParty).map(\.unit))
            if let change = member.partyChange { partyChanges.append(change) }
            for unit in [member.senderUnit] + member.receivers.map(\.unit) + joining.map(\.unit)
            where !parties.contains(unit) {
                parties.append(unit)
            }
        }
    }

    private var entries: [CaseKey: Entry] = [:]
    private var named: [CaseID: [CaseKey]] = [:]

    /// Which case an organisation means by an id.
    ///
    /// The patient decides between several of one id; then what the message refers to, who opened the case, and who has
    /// sent in it: a stranger who sends under the same id must not draw later messages into a case of its own.
    ///
    /// - Parameters:
    ///   - id: the id.
    ///   - organisation: the sender's.
    ///   - patient: whom the message is about.
    ///   - near: the case of the message that it refers to.
    /// - Returns: the case, or why there is none.
    func judge(named id: CaseID, of organisation: UnitID, about patient: PatientKey?, near: CaseKey?) -> Verdict {
        let own = (named[id] ?? []).filter { entries[$0]?.organisations.contains(organisation) ?? false }
        guard !own.isEmpty else { return .opens }
        let exact = own.filter { key in patient.map { entries[key]?.patients.contains($0) ?? false } ?? true }
        let fitting = own.filter { key in patient.map { facts(of: key)?.fits($0) ?? false } ?? true }
        let candidates = exact.isEmpty ? fitting : exact
        if let near, candidates.contains(near) { return .belongs(near) }
        let best = candidates.min { left, right in
            rank(of: left, for: organisation) < rank(of: right, for: organisation)
        }
        return best.map { .belongs($0) } ?? .otherPatient
    }

    /// A key that no case has.
    func unused(_ random: () -> UInt64) -> CaseKey {
        var key = CaseKey(random())
        while entries[key] != nil { key = CaseKey(key.value &+ 1) }
        return key
    }

    /// Notes a message that is on disk; the first of a key opens the case, by the id that it names.
    mutating func note(_ member: Member, in key: CaseKey, named id: CaseID?) {
        if entries[key] == nil, let id {
            named[id, default: []].append(key)
            entries[key] = Entry(id: id, opener: member.senderOrganisation, order: entries.count)
        }
        entries[key]?.add(member)
    }

    /// Counts a case anew from its messages, after one of them was cancelled.
    mutating func recount(_ key: CaseKey, _ members: [Member]) {
        guard let old = entries[key] else { return }
        var entry = Entry(id: old.id, opener: old.opener, order: old.order)
        for member in members { entry.add(member) }
        entries[key] = entry
    }

    /// The messages of a case in the order of acceptance.
    func messages(of key: CaseKey) -> [MessageID] { entries[key]?.messages ?? [] }

    func facts(of key: CaseKey) -> CaseFacts? {
        entries[key].map {
            CaseFacts(
                key: key, id: $0.id, opener: $0.opener, organisations: $0.organisations, senders: $0.senders,
                patients: $0.patients, formerPatients: $0.formerPatients, parties: $0.parties,
                participants: $0.participants, partyChanges: $0.partyChanges, messages: $0.messages)
        }
    }

    /// The cases of an id, oldest first.
    func facts(named id: CaseID) -> [CaseFacts] {
        (named[id] ?? []).compactMap { facts(of: $0) }
    }

    private func rank(of key: CaseKey, for organisation: UnitID) -> (Int, Int) {
        (facts(of: key)?.distance(from: organisation) ?? .max, entries[key]?.order ?? .max)
    }
}
