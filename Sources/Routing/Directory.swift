package import Messages

/// Organisations, units and subscriptions: what routing decides from.
///
/// Immutable, swapped whole on reload.
package struct Directory: Sendable {
    package let organisations: [OrganisationID: Organisation]
    package let units: [UnitID: Unit]
    package let subscriptions: [Subscription]
    /// Units by kind, in the order of their ids, so that routing by function is repeatable.
    private let unitsByKind: [UnitKind: [Unit]]

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
