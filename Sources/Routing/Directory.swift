package import Messages

/// Organisations, units and subscriptions: what routing decides from.
///
/// Immutable, swapped whole on reload.
package struct Directory: Sendable {
    /// All organisations by their ids.
    package let organisations: [OrganisationID: Organisation]
    /// All units by their ids, also those that are not in force now.
    package let units: [UnitID: Unit]
    /// All subscriptions, in the order of the file.
    package let subscriptions: [Subscription]
    /// Units by kind, in the order of their ids, so that routing by function is repeatable.
    private let unitsByKind: [UnitKind: [Unit]]

    /// Makes a directory; of two with one id, the first counts, so the file is checked for that before.
    package init(organisations: [Organisation], units: [Unit], subscriptions: [Subscription]) {
        self.organisations = Dictionary(organisations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.units = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.subscriptions = subscriptions
        unitsByKind = Dictionary(grouping: units.sorted { $0.id < $1.id }, by: \.kind)
    }

    /// The units of a kind that serve a municipality and are in force at the moment.
    func units(of kind: UnitKind, serving municipalityCode: String, at moment: Timestamp) -> [Unit] {
        (unitsByKind[kind] ?? []).filter {
            $0.municipalityCodes.contains(municipalityCode) && $0.isValid(at: moment)
        }
    }

    /// The units of an organisation.
    package func units(of organisation: OrganisationID) -> [Unit] {
        units.values.filter { $0.organisation == organisation }
    }
}
