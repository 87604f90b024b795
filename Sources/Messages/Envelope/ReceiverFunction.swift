/// A function that a message can be addressed to without knowing which unit has it.
package enum ReceiverFunction: String, Sendable, CaseIterable {
    case socialService, municipalHealthCare, specialHousing, school
    /// Medicinskt ansvarig sjuksköterska (MAS) of a municipality.
    case medicallyResponsibleNurse
    /// Verksamhetschef in a region, or in whoever gives care for one.
    case headOfOperations

    /// Whether one asks an organisation for it: a region serves many municipalities, and has no code of one.
    ///
    /// Every other function is asked of a municipality by its code.
    package var isOfOrganisation: Bool { self == .headOfOperations }
}
