package import Messages

/// Whose plan a plan is, by the id that the person has now; never to be printed.
package struct PlanPatient: Hashable, Sendable {
    /// The person id.
    package let id: String
    /// What kind of id it is.
    package let idType: PersonIdentifierKind
    /// The OID of the rule that a local reserve number follows.
    package let idOID: String?

    init(id: String, idType: PersonIdentifierKind, idOID: String?) {
        self.id = id
        self.idType = idType
        self.idOID = idOID
    }

    init(_ patient: Patient) {
        self.init(id: patient.id, idType: patient.idType, idOID: patient.idOID)
    }
}

/// What the gateway remembers of a `PatientIdChanged`.
struct PlanPatientChange: Sendable {
    let planCase: PlanCase
    let former: PlanPatient
    let current: PlanPatient
    var isCancelled = false

    init?(_ message: Message, inCase planCase: PlanCase?) {
        guard let planCase, let previous = message.previousPatient, let patient = message.patient else { return nil }
        self.planCase = planCase
        former = PlanPatient(id: previous.id, idType: previous.idType, idOID: previous.idOID)
        current = PlanPatient(patient)
    }
}
