internal import Messages
internal import SnapshotFiles

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

    private var entries: Table<CaseKey, CaseEntry>
    private var named: Table<CaseID, [NamedCase]>

    init(faults: ReadFaults) {
        entries = Table("cases", faults: faults)
        named = Table("case-names", faults: faults)
    }

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
        let own = keys(named: id).filter { entries[$0]?.organisations.contains(organisation) ?? false }
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
    ///
    /// - Parameters:
    ///   - member: what it brings.
    ///   - key: its case.
    ///   - id: the id that it names.
    ///   - order: its place in the order of acceptance.
    mutating func note(_ member: Member, in key: CaseKey, named id: CaseID?, order: UInt64) {
        if let entry = entries[key] {
            entries.change(key, from: entry) { $0.add(member) }
        } else if let id {
            named.change(id, from: []) { $0.append(NamedCase(id: id, key: key)) }
            entries.change(key, from: CaseEntry(id: id, opener: member.senderOrganisation, order: order)) {
                $0.add(member)
            }
        }
    }

    /// Reads what noting a message will need.
    mutating func fetch(_ key: CaseKey, named id: CaseID?) {
        entries.fetch(key)
        named.fetch(id)
    }

    /// Counts a case anew from its messages, after one of them was cancelled.
    mutating func recount(_ key: CaseKey, _ members: [Member]) {
        guard let old = entries[key] else { return }
        var entry = CaseEntry(id: old.id, opener: old.opener, order: old.order)
        for member in members { entry.add(member) }
        entries.set(entry, for: key)
    }

    func entry(of key: CaseKey) -> CaseEntry? { entries[key] }

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
        keys(named: id).compactMap { facts(of: $0) }
    }

    private func keys(named id: CaseID) -> [CaseKey] {
        // Two ids may share an entry of the table.
        (named[id] ?? []).filter { $0.id == id }.map(\.key)
    }

    private func rank(of key: CaseKey, for organisation: UnitID) -> (Int, UInt64) {
        (facts(of: key)?.distance(from: organisation) ?? .max, entries[key]?.order ?? .max)
    }

    // MARK: Snapshots

    var changes: Int { entries.changes + named.changes }

    mutating func freeze() -> [any FrozenPart] { [entries.freeze(), named.freeze()] }

    mutating func settle(on snapshot: LoadedSnapshot) {
        entries.settle(on: snapshot)
        named.settle(on: snapshot)
    }

    mutating func takeBack() {
        entries.takeBack()
        named.takeBack()
    }
}
