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
