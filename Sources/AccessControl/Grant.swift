package import Messages

/// Rights together with the units they are held for.
package struct Grant: Hashable, Sendable {
    /// Where the rights hold.
    package enum Scope: Hashable, Sendable {
        /// For these units only.
        case units(Set<UnitID>)
        /// For every unit that is or will be in the directory.
        case everywhere
    }

    /// What may be done.
    package let rights: Set<Right>
    /// For which units.
    package let scope: Scope

    /// Grants rights within a scope.
    package init(_ rights: Set<Right>, scope: Scope) {
        self.rights = rights
        self.scope = scope
    }
}
