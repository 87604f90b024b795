/// A receiver as a sender addresses it; the directory resolves it to units.
package enum ReceiverAddress: Hashable, Sendable {
    /// A unit by its HSA-id.
    case unit(UnitID)
    /// The units that serve a municipality in a function.
    case function(ReceiverFunction, municipalityCode: String)
    /// The units of an organisation, by its HSA-id, that have a function.
    case organisationFunction(ReceiverFunction, organisation: UnitID)
    /// The health centre where the patient is listed.
    case listedHealthCentre
    /// Every party of the case but the sender.
    case caseParties

    /// Reads an item of the head's `receivers`; nil when it is none of the five shapes.
    package init?(_ record: Record) {
        switch record.members.count {
        case 1 where record["caseParties"]?.boolean == true:
            self = .caseParties
        case 1 where record.text("function") == "listedHealthCentre":
            self = .listedHealthCentre
        case 1:
            guard let unit = record.text("unit").flatMap({ UnitID($0) }) else { return nil }
            self = .unit(unit)
        case 2:
            guard let function = record.text("function").flatMap({ ReceiverFunction(rawValue: $0) }) else { return nil }
            if function.isOfOrganisation {
                guard let organisation = record.text("organisation").flatMap({ UnitID($0) }) else { return nil }
                self = .organisationFunction(function, organisation: organisation)
            } else {
                guard let municipality = record.text("municipalityCode") else { return nil }
                self = .function(function, municipalityCode: municipality)
            }
        default:
            return nil
        }
    }
}
