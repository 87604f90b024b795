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

    /// What the gateway pushes to a system: the receipts for what that has sent; named `receipts:ehr`.
    package static func receipts(of system: SystemID) -> Destination {
        Destination(virtual: receiptsPrefix + system.text)
    }

    /// With a colon, which no HSA-id has.
    private static let receiptsPrefix = "receipts:"

    /// Reads a destination's name as the journal keeps it; nil when it is neither an HSA-id nor a virtual destination.
    package init?(name: String) {
        if name == Self.publisher1177.name {
            self = .publisher1177
        } else if let unit = UnitID(name) {
            self.init(unit)
        } else if let system = Self.system(in: name) {
            self = .receipts(of: system)
        } else {
            return nil
        }
    }

    /// The unit, unless the destination is virtual.
    package var unit: UnitID? {
        self == .publisher1177 ? nil : UnitID(name)
    }

    /// The system that receipts are pushed to here; nil of any other destination.
    package var system: SystemID? { Self.system(in: name) }

    private static func system(in name: String) -> SystemID? {
        name.hasPrefix(receiptsPrefix) ? SystemID(name.dropFirst(receiptsPrefix.count)) : nil
    }

    package var description: String { name }

    package static func < (left: Self, right: Self) -> Bool { left.name < right.name }
}
