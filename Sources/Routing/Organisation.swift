package import Messages

/// The id of an organisation: the HSA-id of the principal, the part of its units' ids before the hyphen.
package struct OrganisationID: Hashable, Sendable, CustomStringConvertible {
    package let id: UnitID

    /// Reads an HSA-id; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let id = UnitID(text) else { return nil }
        self.id = id
    }

    package var description: String { id.text }
}

/// A region or municipality, or someone who works for one.
package struct Organisation: Hashable, Sendable {
    package let id: OrganisationID
    package let name: String
    package let principal: Principal

    package init(id: OrganisationID, name: String, principal: Principal) {
        self.id = id
        self.name = name
        self.principal = principal
    }
}
