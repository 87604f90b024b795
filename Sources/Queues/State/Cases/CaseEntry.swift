internal import Messages

/// What is kept of a case.
struct CaseEntry {
    let id: CaseID
    let opener: UnitID?
    /// The place of the message that opened it in the order of acceptance, by which the oldest is known.
    let order: UInt64
    var organisations: Set<UnitID> = []
    var senders: Set<UnitID> = []
    var patients: [PatientKey] = []
    var formerPatients: Set<PatientKey> = []
    var parties: [UnitID] = []
    var participants: Set<UnitID> = []
    var partyChanges: [PartyChange] = []
    var messages: [MessageID] = []

    mutating func add(_ member: CaseRegistry.Member) {
        if messages.isEmpty { makeRoom(for: member) }
        messages.append(member.message)
        if let organisation = member.senderOrganisation {
            organisations.insert(organisation)
            senders.insert(organisation)
        }
        if let former = member.formerPatient, !patients.contains(former) { patients.append(former) }
        if let patient = member.patient, !patients.contains(patient) { patients.append(patient) }
        if let former = member.formerPatient, let patient = member.patient {
            formerPatients.insert(former)
            formerPatients.remove(patient)
        }
        if member.isOfParty { participants.insert(member.senderUnit) }
        addParty(member.senderUnit, of: nil)
        for receiver in member.receivers {
            addParty(receiver.unit, of: receiver.organisation)
            if receiver.isParty { participants.insert(receiver.unit) }
        }
        guard let change = member.partyChange else { return }
        partyChanges.append(change)
        for party in change.added { addParty(party.unit, of: party.organisation) }
    }

    private mutating func addParty(_ unit: UnitID, of organisation: UnitID?) {
        if let organisation { organisations.insert(organisation) }
        if !parties.contains(unit) { parties.append(unit) }
    }

    /// Makes room at once for the parties that the first message of a case brings.
    private mutating func makeRoom(for member: CaseRegistry.Member) {
        let count = 1 + member.receivers.count
        parties.reserveCapacity(count)
        organisations.reserveCapacity(count)
        participants.reserveCapacity(count)
    }
}
