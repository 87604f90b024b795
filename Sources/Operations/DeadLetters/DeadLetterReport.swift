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
    private let letter: DeadLetter
    private let contact: Unit.Contact?
    private let isRestricted: Bool
    private let advice: DeadLetterAdvice

    /// Takes a dead letter and its unit in the directory.
    package init(_ letter: DeadLetter, unit: Unit?) {
        self.letter = letter
        contact = unit?.contact
        isRestricted = MessageSecrecy.isRestricted(letter.facts.type)
        advice = DeadLetterAdvice(cause: letter.cause, fault: letter.fault)
    }

    /// The type as it may be shown, which for compulsory care is the word restricted.
    ///
    /// Source: rules, "Compulsory care".
    package var shownType: String { isRestricted ? "restricted" : letter.facts.type }

    /// The report as an API value.
    package var value: APIValue {
        var members: [(String, APIValue)] = [
            ("deadLetterId", .text(letter.facts.delivery.description)),
            ("messageId", .text(letter.facts.message.description)),
            ("type", .text(shownType)),
            ("unit", .text(letter.facts.destination.name)),
            ("cause", .text(letter.cause.word)),
            ("code", .text(letter.fault.code)), ("reason", .text(letter.fault.reason)),
            ("acceptedAt", .text(letter.facts.acceptedAt.rfc3339)),
            ("firstAttemptAt", letter.attempts.first.map { .text($0.offeredAt.rfc3339) } ?? .null),
            ("lastAttemptAt", letter.attempts.last.map { .text($0.offeredAt.rfc3339) } ?? .null),
            ("diedAt", .text(letter.diedAt.rfc3339)),
            ("attempts", .list(item: "attempt", letter.attempts.map(attempt))),
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
