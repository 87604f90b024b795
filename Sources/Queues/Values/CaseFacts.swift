package import Digests
package import Messages

/// Names a case inside the gateway: a case id is chosen by its organisation, and another may have chosen the same.
package struct CaseKey: Hashable, Sendable {
    /// A random number, which tells nothing of the case.
    package let value: UInt64

    init(_ value: UInt64) {
        self.value = value
    }

    /// The case's lane; what is about compulsory care has one of its own.
    func lane(isCompulsory: Bool) -> LaneKey {
        LaneKey(isCompulsory ? ~value : value)
    }
}

/// Stands for a patient without telling who it is: a keyed hash of kind and id.
package struct PatientKey: Hashable, Sendable {
    /// The keyed hash.
    package let digest: Digest128
    /// Whether the id is a reserve number, which a personnummer may take the place of.
    package let isReserve: Bool

    /// Takes the keyed hash of kind and id.
    package init(digest: Digest128, isReserve: Bool) {
        self.digest = digest
        self.isReserve = isReserve
    }
}

/// What is known of a case (ärende) without reading its messages.
///
/// Source: interfaces, "Case".
package struct CaseFacts: Hashable, Sendable {
    /// The gateway's own name of it.
    package let key: CaseKey
    /// The id that its organisations use.
    package let id: CaseID
    /// The organisation that opened it.
    package let opener: UnitID?
    /// The organisations that take part: those of senders and receivers.
    package let organisations: Set<UnitID>
    /// The organisations that have sent in it.
    package let senders: Set<UnitID>
    /// The patient's ids; several when a reserve number became a personnummer.
    package let patients: [PatientKey]
    /// The ids that another one has taken the place of, as `PatientIdChanged` said.
    package let formerPatients: Set<PatientKey>
    /// The units that have ever taken part, in the order in which they came in: those that have sent or been sent its
    /// messages, and those that joined it.
    package let parties: [UnitID]
    /// Those of them that take part by a message, and not only by having been sent one that was not for them.
    let participants: Set<UnitID>
    /// How the parties have changed, in the order of acceptance.
    let partyChanges: [PartyChange]
    /// Its messages in the order of acceptance; receipts are not among them.
    package let messages: [MessageID]

    /// How near the case is to an organisation, which may have several of one id: 0 it opened it, 1 it has sent in it, 2 it
    /// was only sent something.
    package func distance(from organisation: UnitID) -> Int {
        if opener == organisation { return 0 }
        return senders.contains(organisation) ? 1 : 2
    }

    /// The units that take part at a moment: not those that have left, nor those that were only sent what was not for them.
    package func parties(at moment: Timestamp) -> [UnitID] {
        let due = partyChanges.enumerated().filter { $0.element.from <= moment }
            .sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
        var inForce = participants
        for (_, change) in due {
            inForce.formUnion(change.added.map(\.unit))
            inForce.subtract(change.removed)
        }
        return parties.filter { inForce.contains($0) }
    }

    /// Whether a message about that patient fits: the patient is the case's, or its reserve number became a personnummer.
    package func fits(_ patient: PatientKey) -> Bool {
        patients.isEmpty || patients.contains(patient) || replacesReserve(patient)
    }

    /// Whether the patient's id takes the place of a reserve number.
    package func replacesReserve(_ patient: PatientKey) -> Bool {
        !patients.isEmpty && !patients.contains(patient) && !patient.isReserve && patients.allSatisfy(\.isReserve)
    }
}
