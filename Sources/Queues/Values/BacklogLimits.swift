package import Messages

/// How many deliveries may be open at a unit before intake is refused that would add to them.
///
/// Receipts and cancellations are taken past any limit, and the way to 1177 has none.
package struct BacklogLimits: Hashable, Sendable {
    /// For a unit that has none of its own; nil for none.
    package var perUnit: Int?
    /// For single units.
    package var units: [UnitID: Int]

    /// Takes the limits; without any, there are none.
    package init(perUnit: Int? = nil, units: [UnitID: Int] = [:]) {
        self.perUnit = perUnit
        self.units = units
    }

    /// The limit at a destination; nil when it has none.
    package func limit(at destination: Destination) -> Int? {
        destination.unit.flatMap { units[$0] ?? perUnit }
    }
}
