package import Messages

/// A system that has shown who it is, with what it may do.
package struct Identity: Hashable, Sendable {
    /// The program that calls.
    package let system: SystemID
    /// The person behind the credential, where the system has one: operators, auditors.
    package let who: String?
    /// How much the system may ask of the gateway.
    package let limits: SystemLimits
    private let grants: [Grant]

    /// Makes an identity with all its grants, which add up.
    package init(system: SystemID, who: String? = nil, grants: [Grant], limits: SystemLimits = SystemLimits()) {
        self.limits = limits
        self.system = system
        self.who = who
        self.grants = grants
    }

    /// Nobody in particular, who may do nothing: the caller at a door without login.
    package static let anonymous = Identity(system: .anonymous, grants: [])

    /// Whether the right is held for this unit.
    package func may(_ right: Right, for unit: UnitID) -> Bool {
        grants.contains { grant in
            guard grant.rights.contains(right) else { return false }
            switch grant.scope {
            case .everywhere: return true
            case .units(let units): return units.contains(unit)
            }
        }
    }

    /// Whether the right is held for any unit at all: the cheap question, asked before a body is read.
    package func mayAnywhere(_ right: Right) -> Bool {
        grants.contains { $0.rights.contains(right) && $0.scope != .units([]) }
    }

    /// Whether the right is held for every unit, virtual destinations included.
    package func mayEverywhere(_ right: Right) -> Bool {
        grants.contains { $0.rights.contains(right) && $0.scope == .everywhere }
    }
}
