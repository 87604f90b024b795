package import Messages

/// Something that a person did with what the gateway keeps, as the audit trail tells it.
///
/// Who gives a reason sees to it that no patient is identified in it: the trail is kept longer than any message.
package struct AuditEvent: Hashable, Sendable {
    /// What was done.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        /// The bytes of a message were asked for, by somebody who may.
        case payloadRead = "payload-read"
        /// A dead letter was put back into its queue.
        case deadLetterRetried = "dead-letter-retried"
        /// A dead letter was discarded.
        case deadLetterDiscarded = "dead-letter-discarded"
        /// A queue was paused: it offers nothing until it is resumed.
        case queuePaused = "queue-paused"
        /// A paused queue was resumed.
        case queueResumed = "queue-resumed"
        /// What a queue's receiver had completed was ordered to come again.
        case replayOrdered = "replay-ordered"
        /// The gateway found, at its start, that a line before this one is not as it was written.
        case chainBroken = "chain-broken"
    }

    /// From when to when.
    package struct Period: Hashable, Sendable {
        /// The first moment.
        package let from: Timestamp
        /// The last moment.
        package let to: Timestamp

        /// Takes both.
        package init(from: Timestamp, to: Timestamp) {
            self.from = from
            self.to = to
        }
    }

    /// When, by the wall clock.
    package var at: Timestamp
    /// What was done.
    package var action: Action
    /// The system that asked.
    package var system: SystemID
    /// The person behind the system's credential; nil when nobody is known.
    package var who: String?
    /// The units, or virtual destinations, whose matter it is.
    package var units: [Destination]
    /// The message; nil when it is about none.
    package var message: MessageID?
    /// The delivery, as the API names it: `417-1`; nil when it is about none.
    package var delivery: String?
    /// Of which times it was, both included, as with a replay; nil when of none.
    package var period: Period?
    /// The reason that the person gave; nil when none was asked for.
    package var reason: String?
    /// The request under whose id the log has it; nil when there was none.
    package var requestID: String?

    /// Takes what happened.
    package init(
        at: Timestamp, action: Action, system: SystemID, who: String? = nil, units: [Destination] = [],
        message: MessageID? = nil, delivery: String? = nil, period: Period? = nil, reason: String? = nil,
        requestID: String? = nil
    ) {
        self.at = at
        self.action = action
        self.system = system
        self.who = who
        self.units = units
        self.message = message
        self.delivery = delivery
        self.period = period
        self.reason = reason
        self.requestID = requestID
    }
}
