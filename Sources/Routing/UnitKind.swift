/// What kind of unit a unit is; the directory's closed list.
///
/// Two are functions and give no care: HSA has a function as an object of its own, with an HSA-id, below the organisation.
package enum UnitKind: String, Hashable, Sendable, CaseIterable {
    case ward, psychiatricWard, forensicWard, healthCentre, openPsychiatry, specialist, rehabilitation
    case socialService, lss, municipalHealthCare, specialHousing, school, administrative
    case medicallyResponsibleNurse, headOfOperations
}

/// Who answers for an organisation (huvudman).
package enum Principal: String, Hashable, Sendable, CaseIterable {
    case region, municipality
    case privateOwned = "private"
    case state, other
}
