internal import LinuxSystem
package import Messages
package import Routing

/// What the gateway knows of each plan: its versions, its closings, and what of them has been cancelled.
///
/// Filled from the journal at start, before the first message is taken, then by intake with each message once it is on
/// disk. It decides what 1177 is to show of a plan, and holds new versions and closings to what is known.
///
/// Source: rules, "SIP on 1177 Journalen"; fields, SipEstablished and SipClosed.
package final class PlanRegister: Sendable {
    /// The types of message to note at start, in the order of acceptance.
    package static let types: Set<String> = [
        MessageType.sipEstablished.name, MessageType.sipClosed.name, MessageType.messageCancelled.name,
        MessageType.coordinatorAssigned.name, MessageType.patientIDChanged.name,
    ]

    /// The types that anything is to be said or known of here; no other needs the lock.
    private static let subjects = types.union(
        [MessageType.sipFollowUp, .sipEvaluation, .sipMeetingInvitation].map(\.name))

    private let book = Lock(PlanBook())

    /// An empty register.
    package init() {}

    /// Notes a message that is on disk; noting it again changes nothing, nor does one of another type.
    ///
    /// Whether a cancellation holds is for the queues to say: only the organisation that sent a message can cancel it.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - order: its place in the order of acceptance.
    ///   - planCase: the case that it was found to belong to.
    ///   - isCancelled: whether a message on disk has been cancelled; asked before the register is locked.
    package func note(_ message: Message, order: UInt64, inCase planCase: PlanCase?, isCancelled: (MessageID) -> Bool) {
        guard Self.mayKnow(message), let subject = message.isCancellation ? message.refersTo : message.id else {
            return
        }
        let isCancelled = isCancelled(subject)
        book.withLock { $0.note(message, order: order, inCase: planCase, isCancelled: isCancelled) }
    }

    /// What an event means for 1177 now; nil when it is about no plan that is known.
    package func desired(for message: Message) -> DesiredDisplay? {
        book.withLock { $0.desired(for: message) }
    }

    /// What a change of patient id, or its cancellation, means for 1177 now, for each plan of the case that is shown; nil for
    /// any other message.
    package func desiredOfCase(for message: Message) -> [DesiredDisplay]? {
        book.withLock { $0.desiredOfCase(for: message) }
    }

    /// The 1177 publishing service as a recipient of a plan or a closing that is about to be accepted.
    ///
    /// Skipped, with the reason, when nothing is to change there; nil for any other message. The cancellation of either goes
    /// there when anything of the plan may stand there; so does a change of the id of the person whose plan is shown.
    package func recipient(for message: Message, inCase planCase: PlanCase? = nil) -> RoutedRecipient? {
        guard Self.mayKnow(message) else { return nil }
        return book.withLock { $0.recipient(for: message, inCase: planCase) }
    }

    /// The document at 1177 that a message is about, or that the message which it cancels is about; nil when none.
    ///
    /// Of a change of patient id it is the first of the documents that it is about.
    package func documentID(for message: Message, inCase planCase: PlanCase? = nil) -> String? {
        guard Self.mayKnow(message) else { return nil }
        return book.withLock { ($0.plan(of: message) ?? $0.shownPlan(changedBy: message, inCase: planCase))?.plan }
    }

    /// The units of those who coordinate the plans of a case at a moment, and of who is to coordinate those to come.
    package func coordinatorUnits(in planCase: PlanCase, at moment: Timestamp) -> [UnitID] {
        book.withLock { $0.coordinatorUnits(in: planCase, at: moment) }
    }

    /// What is wrong with a new message by what is known of its plan.
    ///
    /// - Parameters:
    ///   - message: the message that is about to be accepted, whatever its type.
    ///   - planCase: the case that it will belong to, as far as that is known.
    ///   - sameOrganisation: whether two units belong to one organisation.
    /// - Returns: `VX-1239`, `VX-1240`, `VX-1242`, `VX-1233` or `VX-1291` to refuse it by, `VX-W110` to warn of; mostly nothing.
    package func check(
        _ message: Message, inCase planCase: PlanCase?, sameOrganisation: (UnitID, UnitID) -> Bool
    ) -> PlanFindings {
        guard Self.mayKnow(message) else { return PlanFindings() }
        return book.withLock { $0.findings(in: message, inCase: planCase, sameOrganisation: sameOrganisation) }
    }

    /// Whether the register has anything to do with a message.
    package static func mayKnow(_ message: Message) -> Bool { subjects.contains(message.type.name) }
}
