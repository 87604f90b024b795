package import AccessControl
package import Messages
package import Routing

/// Decides at a moment which units' deliveries a caller may act on: those of its own units, and those that its units are on
/// call for.
///
/// Source: rules, "Receipts": in its hours an on-call unit may lease and give kvittens for the units it covers.
package struct PollingRights: Sendable {
    private let directory: Directory
    private let moment: Timestamp

    /// Judges by a directory, at a moment.
    package init(_ directory: Directory, at moment: Timestamp) {
        self.directory = directory
        self.moment = moment
    }

    /// Whether the directory has the unit.
    package func isKnown(_ unit: UnitID) -> Bool {
        directory.units[unit] != nil
    }

    /// The unit in whose name the caller may act for a unit now: the unit itself, else one on call for it; nil when there is
    /// none.
    package func actor(for unit: UnitID, by caller: Identity) -> UnitID? {
        if caller.may(.receive, for: unit) { return unit }
        return directory.onCallUnits(for: unit, at: moment).first { caller.may(.receive, for: $0) }
    }

    /// Whether the caller may fetch and read what is about compulsory care for a unit now: it holds `compulsory` for the unit
    /// that it receives for, which is the unit itself or one on call for it.
    ///
    /// Source: rules, "Compulsory care".
    package func mayHandleCompulsoryCare(of unit: UnitID, by caller: Identity) -> Bool {
        ([unit] + directory.onCallUnits(for: unit, at: moment)).contains {
            caller.may(.receive, for: $0) && caller.may(.compulsory, for: $0)
        }
    }

    /// The same at whatever hour: the caller holds `compulsory` for the unit that it receives for, which is the unit itself or
    /// one that is ever on call for it.
    package func maySeeCompulsoryCare(of unit: UnitID, by caller: Identity) -> Bool {
        ([unit] + (directory.units[unit]?.onCall.map(\.unit) ?? [])).contains {
            caller.may(.receive, for: $0) && caller.may(.compulsory, for: $0)
        }
    }

    /// Whether the caller has a part in a unit's deliveries, at whatever hour: what it has leased while it was on call it may
    /// settle afterwards.
    package func hasPart(in unit: UnitID, _ caller: Identity) -> Bool {
        caller.may(.receive, for: unit)
            || directory.units[unit]?.onCall.contains { caller.may(.receive, for: $0.unit) } ?? false
    }

    /// Whether what a unit's person has read may count for another unit too: the caller receives for that one as well, or the
    /// first is on call for it now.
    package func mayRead(for other: UnitID, as unit: UnitID, by caller: Identity) -> Bool {
        caller.may(.receive, for: other) || directory.unitsCovered(by: unit, at: moment).contains(other)
    }

    /// Every unit that the caller may act for now, in the order of their ids.
    package func units(of caller: Identity) -> [UnitID] {
        let own = directory.units.keys.filter { caller.may(.receive, for: $0) }
        let covered = own.flatMap { directory.unitsCovered(by: $0, at: moment) }
        return Set(own + covered).sorted()
    }
}
