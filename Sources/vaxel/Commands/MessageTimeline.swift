internal import MessageFormats
internal import Messages

/// The status of a message as a page: its moments in order, and how it stands at each unit.
///
/// All times are in UTC. Whatever member of the answer holds a time is a moment, so that a newer gateway's are shown too,
/// by the words of the members' names where none better are known. What was due and has come, or comes no more, is left
/// out.
struct MessageTimeline {
    private struct Moment {
        let at: Timestamp
        let place: String
        let what: String
    }

    private typealias Members = [(name: String, value: APIValue)]

    /// Moments by the names of their members, with that of the object they stand in.
    private static let words = [
        "sentAt": "sent, as its sender says", "acceptedAt": "accepted", "availableAt": "available",
        "firstOfferedAt": "offered for the first time", "settledAt": "settled", "nextAttemptAt": "next attempt",
        "heldUntil": "held, looked at again", "cancelled at": "cancelled by", "application at": "application receipt:",
        "application dueAt": "application receipt due", "kvittens readAt": "read by a person (kvittens)",
        "kvittens receivedAt": "kvittens received", "kvittens dueAt": "kvittens due",
        "diedAt": "given up: a dead letter", "redrivenAt": "tried again by an operator",
        "misdirected at": "not for the unit, it says in",
    ]

    private let status: APIValue

    init(_ status: APIValue) {
        self.status = status
    }

    var text: String {
        let own = status.members?.filter { $0.name != "deliveries" } ?? []
        var moments = Self.moments(in: own, place: "")
        for delivery in status.list("deliveries") { moments += Self.moments(of: delivery) }
        // Stable: what happened at one moment stays in the order of the answer.
        let sorted = moments.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        let (times, places) = (Self.width(moments.map(\.at.rfc3339)), Self.width(moments.map(\.place)))
        var page =
            "\(status["messageId"]?.text ?? "")  \(status["type"]?.text ?? "")  from \(status["sender"]?.text ?? "")\n"
        for (_, moment) in sorted {
            page += "  \(moment.at.rfc3339.padded(to: times))\(moment.place.padded(to: places))\(moment.what)\n"
        }
        for delivery in status.list("deliveries") { page += Self.standing(of: delivery) }
        for recipient in status.list("skipped") {
            page +=
                "\(recipient["unit"]?.text ?? ""): left out, \(recipient["code"]?.text ?? "") \(recipient["detail"]?.text ?? "")\n"
        }
        for warning in status.list("warnings") {
            page +=
                "warning \(warning["code"]?.text ?? "") \(warning["path"]?.text ?? ""): \(warning["detail"]?.text ?? "")\n"
        }
        return page
    }

    private static func width(_ texts: [String]) -> Int {
        (texts.map(\.count).max() ?? 0) + 2
    }

    /// The moments of one delivery, those of its receipts last.
    ///
    /// The transport receipt is the acceptance, which is told of the message.
    private static func moments(of delivery: APIValue) -> [Moment] {
        let place = delivery["unit"]?.text ?? ""
        let history = delivery.list("history")
        let told = history.isEmpty ? ["receipts"] : ["receipts", "firstOfferedAt"]
        var found = moments(in: delivery.members?.filter { !told.contains($0.name) } ?? [], place: place)
        found += history.flatMap { attempts(in: $0, place: place) }
        for level in delivery["receipts"]?.members ?? [] where level.name != "transport" {
            var members = level.value.members ?? []
            if !isAwaited(level.value, level.name, in: delivery) { members.removeAll { $0.name == "dueAt" } }
            found += moments(in: members, place: place, under: level.name)
        }
        return found
    }

    /// An attempt's beginning and end, with how it ended.
    private static func attempts(in attempt: APIValue, place: String) -> [Moment] {
        let end = [attempt["outcome"]?.text, attempt["code"]?.text].compactMap(\.self).joined(separator: ", ")
        return [("offeredAt", "offered"), ("endedAt", end)].compactMap { name, what in
            attempt[name]?.text.flatMap { Timestamp(rfc3339: $0) }.map { Moment(at: $0, place: place, what: what) }
        }
    }

    /// Whether a receipt has not come and may come still.
    private static func isAwaited(_ receipt: APIValue, _ level: String, in delivery: APIValue) -> Bool {
        guard receipt["at"] == nil, receipt["readAt"] == nil else { return false }
        switch delivery["state"]?.text {
        case "cancelled", "discarded", "expired": return false
        case "completed": return level != "application"
        default: return true
        }
    }

    /// The moments among some members, those of objects inside too.
    private static func moments(in members: Members, place: String, under parent: String = "") -> [Moment] {
        members.flatMap { member -> [Moment] in
            if let text = member.value.text, isMoment(member.name), let at = Timestamp(rfc3339: text) {
                return [Moment(at: at, place: place, what: what(member.name, parent, members))]
            }
            return moments(in: member.value.members ?? [], place: place, under: member.name)
        }
    }

    private static func isMoment(_ name: String) -> Bool {
        name == "at" || name.hasSuffix("At") || name.hasSuffix("Until")
    }

    /// The words for a moment, with what stands beside it and says more of it.
    private static func what(_ name: String, _ parent: String, _ members: Members) -> String {
        let name = parent.isEmpty ? name : "\(parent) \(name)"
        let words = words[name] ?? spaced(name)
        func beside(_ member: String, after mark: String) -> String {
            members.first { $0.name == member }?.value.text.map { "\(mark) \($0)" } ?? ""
        }
        return switch name {
        case "misdirected at": words + beside("by", after: "")
        case "cancelled at": words + beside("by", after: "") + beside("reason", after: ":")
        case "application at": words + beside("outcome", after: "")
        case "kvittens readAt": words + beside("by", after: ":")
        default: words
        }
    }

    /// `kvittens receivedAt` as `kvittens received`.
    private static func spaced(_ name: String) -> String {
        let bare = name.hasSuffix("At") ? String(name.dropLast(2)) : name
        return bare.reduce(into: "") { text, character in
            text += character.isUppercase ? " \(character.lowercased())" : String(character)
        }
    }

    /// How one unit stands: its state, and what was said of it.
    private static func standing(of delivery: APIValue) -> String {
        var line =
            "\(delivery["unit"]?.text ?? "") (\(delivery["deliveryId"]?.text ?? "")): \(delivery["state"]?.text ?? "")"
        if let attempts = delivery["attempts"]?.integer {
            line += ", \(attempts) \(attempts == 1 ? "attempt" : "attempts")"
        }
        for name in ["cause", "code", "reason", "receiverReference", "note"] {
            if let text = delivery[name]?.text { line += ", \(spaced(name)): \(text)" }
        }
        return line + "\n"
    }
}
