package import Messages

/// A standing wish of a unit (prenumeration) for messages that are not addressed to it.
package struct Subscription: Hashable, Sendable {
    /// Which messages are wished for.
    package enum Selection: Hashable, Sendable {
        /// All messages of a process, those too that later versions of the catalogue add.
        case process(MessageType.Process)
        /// Messages of the named types.
        case types(Set<String>)
    }

    /// Who gets the messages.
    package let subscriber: UnitID
    /// Which messages are wished for.
    package let selection: Selection
    /// Only messages from these units.
    package let senders: Set<UnitID>
    /// Only when a unit of this organisation is addressed, when given.
    package let whenAddressed: OrganisationID?

    /// Makes a subscription.
    package init(
        subscriber: UnitID, selection: Selection, senders: Set<UnitID>, whenAddressed: OrganisationID? = nil
    ) {
        self.subscriber = subscriber
        self.selection = selection
        self.senders = senders
        self.whenAddressed = whenAddressed
    }

    /// Whether a message of this type from this sender, addressed to these organisations, is wished for.
    func wants(_ type: MessageType, from sender: UnitID, addressedTo organisations: [OrganisationID]) -> Bool {
        guard senders.contains(sender) else { return false }
        if let whenAddressed, !organisations.contains(whenAddressed) { return false }
        switch selection {
        case .process(let process): return type.process == process
        case .types(let names): return names.contains(type.name)
        }
    }
}
