/// A receiver as a sender addresses it; the directory resolves it to units.
package enum ReceiverAddress: Hashable, Sendable {
    /// A unit by its HSA-id.
    case unit(UnitID)
    /// The units that serve a municipality in a function.
    case function(ReceiverFunction, municipalityCode: String)
    /// The health centre where the patient is listed.
    case listedHealthCentre
    /// Every party of the case but the sender.
    case caseParties

    /// Reads an item of the head's `receivers`; nil when it is none of the four shapes.
    package init?(_ record: Record) {
        switch (record.text("unit"), record.text("function"), record.text("municipalityCode"), record["caseParties"]) {
        case (let unit?, nil, nil, nil):
            guard let unit = UnitID(unit) else { return nil }
            self = .unit(unit)
        case (nil, "listedHealthCentre", nil, nil):
            self = .listedHealthCentre
        case (nil, let function?, let municipality?, nil):
            guard let function = ReceiverFunction(rawValue: function) else { return nil }
            self = .function(function, municipalityCode: municipality)
        case (nil, nil, nil, .boolean(true)):
            self = .caseParties
        default:
            return nil
        }
    }
}
