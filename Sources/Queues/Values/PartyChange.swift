package import Messages

/// How the parties of a case change: what a `PartyChanged` says.
package struct PartyChange: Hashable, Sendable {
    /// A unit with its organisation; nil when the directory does not have it.
    package struct Party: Hashable, Sendable {
        /// The unit.
        package let unit: UnitID
        /// Its organisation, which takes part in the case thereby.
        package let organisation: UnitID?

        /// Names a unit with its organisation.
        package init(_ unit: UnitID, of organisation: UnitID?) {
            self.unit = unit
            self.organisation = organisation
        }
    }

    /// The units that join.
    package let added: [Party]
    /// The units that leave.
    package let removed: [UnitID]
    /// When they do.
    package let from: Timestamp

    /// Takes a change.
    package init(added: [Party], removed: [UnitID], from: Timestamp) {
        self.added = added
        self.removed = removed
        self.from = from
    }
}

/// That a unit has passed a message on to another unit of its organisation.
package struct Forwarding: Hashable, Sendable {
    /// The `Forwarded` message.
    package let by: MessageID
    /// The unit that had the message.
    package let from: UnitID
    /// The unit that has a part in it by this.
    package let to: UnitID
    /// When it was accepted.
    package let at: Timestamp
}

/// That a receiver has said that a message was not for it.
package struct Misdirection: Hashable, Sendable {
    /// The `MisdirectedNotice`.
    package let by: MessageID
    /// When it was accepted; from then on the unit is not shown the message.
    package let at: Timestamp
}
