/// Where a delivery goes: the queue of a unit, or a virtual destination that the gateway itself serves.
package struct Destination: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The unit's HSA-id in upper case, or the virtual destination's name, which no HSA-id can be.
    package let name: String

    /// The queue of a unit.
    package init(_ unit: UnitID) {
        name = unit.text
    }

    private init(virtual name: String) {
        self.name = name
    }

    /// The 1177 publishing service.
    package static let publisher1177 = Destination(virtual: "publisher1177")

    /// Reads a destination's name as the journal keeps it; nil when it is neither an HSA-id nor a virtual destination.
    package init?(name: String) {
        if name == Self.publisher1177.name {
            self = .publisher1177
        } else if let unit = UnitID(name) {
            self.init(unit)
        } else {
            return nil
        }
    }

    /// The unit, unless the destination is virtual.
    package var unit: UnitID? {
        self == .publisher1177 ? nil : UnitID(name)
    }

    package var description: String { name }

    package static func < (left: Self, right: Self) -> Bool { left.name < right.name }
}
