internal import HTTPDoors
package import MessageFormats
internal import Messages
package import Queues
package import Routing

/// What is said about a dead letter, in its folder's `reason.json` and over HTTP: why it died, who must mend what, and
/// whom to call.
///
/// Never the message itself.
package struct DeadLetterReport: Sendable {
    /// The dead letter.
    let delivery: DeliveryID
    /// Whose queue it was in.
    let destination: Destination
    /// When it was given up.
    let diedAt: Timestamp
    /// The type as it may be shown, which for compulsory care is the word restricted; so it is when it is not known.
    ///
    /// Source: rules, "Compulsory care".
    package let shownType: String
    private let message: MessageID?
    private let acceptedAt: Timestamp?
    private let cause: DeathCause
    private let fault: DeliveryFault
    private let attempts: [Attempt]
    private let contact: Unit.Contact?
    private let advice: DeadLetterAdvice

    /// Takes a dead letter and its unit in the directory.
    package init(_ letter: DeadLetter, unit: Unit?) {
        delivery = letter.facts.delivery
        destination = letter.facts.destination
        diedAt = letter.diedAt
        shownType = MessageSecrecy.isRestricted(letter.facts.type) ? MessageSecrecy.restricted : letter.facts.type
        message = letter.facts.message
        acceptedAt = letter.facts.acceptedAt
        cause = letter.cause
        fault = letter.fault
        attempts = letter.attempts
        contact = unit?.contact
        advice = DeadLetterAdvice(cause: letter.cause, fault: letter.fault)
    }

    /// Takes a dead letter of which the disk gives nothing back, and its unit in the directory.
    package init(_ letter: LostLetter, unit: Unit?) {
        delivery = letter.delivery
        destination = letter.destination
        diedAt = letter.diedAt
        shownType = MessageSecrecy.restricted
        message = letter.message
        acceptedAt = nil
        cause = .unreadable
        fault = letter.fault
        attempts = []
        contact = unit?.contact
        advice = DeadLetterAdvice(cause: cause, fault: fault)
    }

    /// The report as an API value.
    package var value: APIValue {
        var members: [(String, APIValue)] = [
            ("deadLetterId", .text(delivery.description)),
            ("messageId", message.map { .text($0.description) } ?? .null),
            ("type", .text(shownType)),
            ("unit", .text(destination.name)),
            ("cause", .text(cause.word)),
            ("code", .text(fault.code)), ("reason", .text(fault.reason)),
            ("acceptedAt", acceptedAt.map { .text($0.rfc3339) } ?? .null),
            ("firstAttemptAt", attempts.first.map { .text($0.offeredAt.rfc3339) } ?? .null),
            ("lastAttemptAt", attempts.last.map { .text($0.offeredAt.rfc3339) } ?? .null),
            ("diedAt", .text(diedAt.rfc3339)),
            ("attempts", .list(item: "attempt", attempts.map(attempt))),
            ("mendBy", .text(advice.mender.rawValue)),
            ("whatToDo", .text(advice.english)), ("attGora", .text(advice.swedish)),
        ]
        if let contact { members.append(("contact", value(contact))) }
        return .object(members.filter { $0.1.isPresent })
    }

    private func attempt(_ attempt: Attempt) -> APIValue {
        var members: [(String, APIValue)] = [
            ("at", .text(attempt.offeredAt.rfc3339)), ("system", .text(attempt.system.text)),
            ("outcome", .text(attempt.outcome.word)),
        ]
        if let fault = attempt.fault { members.append(("code", .text(fault.code))) }
        return .object(members)
    }

    private func value(_ contact: Unit.Contact) -> APIValue {
        .object(
            [
                ("name", .text(contact.name)), ("phone", .text(contact.phone)),
                ("hours", contact.hours.map { .text($0) } ?? .null),
                ("reservePhone", contact.reservePhone.map { .text($0) } ?? .null),
            ].filter { $0.1.isPresent })
    }
}
