/// What kind of unit a unit is; the directory's closed list.
package enum UnitKind: String, Hashable, Sendable, CaseIterable {
    case ward, psychiatricWard, forensicWard, healthCentre, openPsychiatry, specialist, rehabilitation
    case socialService, lss, municipalHealthCare, specialHousing, school, administrative
}

/// Who answers for an organisation (huvudman).
package enum Principal: String, Hashable, Sendable, CaseIterable {
    case region, municipality
    case privateOwned = "private"
    case state, other
}
