package import Messages

/// The id of an organisation: the HSA-id of the principal, the part of its units' ids before the hyphen.
package struct OrganisationID: Hashable, Sendable, CustomStringConvertible {
    /// The HSA-id.
    package let id: UnitID

    /// Reads an HSA-id; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let id = UnitID(text) else { return nil }
        self.id = id
    }

    /// The organisation that has an HSA-id of its own, as units have.
    package init(_ id: UnitID) {
        self.id = id
    }

    package var description: String { id.text }
}

/// A region or municipality, or someone who works for one.
package struct Organisation: Hashable, Sendable {
    /// Its id.
    package let id: OrganisationID
    /// The name people know it by.
    package let name: String
    /// Who answers for it.
    package let principal: Principal

    /// Makes an entry of the directory.
    package init(id: OrganisationID, name: String, principal: Principal) {
        self.id = id
        self.name = name
        self.principal = principal
    }
}
