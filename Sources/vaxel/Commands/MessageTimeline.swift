internal import MessageFormats
internal import Messages

/// The status of a message as a page: its moments in order, and how it stands at each unit.
///
/// All times are in UTC. Whatever member of the answer holds a time is a moment, so that a newer gateway's are shown too;
/// the words are those of the members' names where none better are known.
struct MessageTimeline {
    private struct Moment {
        let at: Timestamp
        let place: String
        let what: String
    }

    private static let words = [
        "sentAt": "sent, as its sender says", "acceptedAt": "accepted", "availableAt": "available",
        "firstOfferedAt": "offered for the first time", "settledAt": "settled", "nextAttemptAt": "next attempt",
        "applicationReceipt at": "application receipt", "kvittens readAt": "read by a person (kvittens)",
        "kvittens receivedAt": "kvittens received", "cancellation at": "cancelled by its sender",
        "kvittensDueAt": "kvittens due",
    ]

    private let status: APIValue

    init(_ status: APIValue) {
        self.status = status
    }

    var text: String {
        let own = status.members?.filter { $0.name != "deliveries" } ?? []
        var moments = Self.moments(in: own, place: "")
        for delivery in status.list("deliveries") {
            moments += Self.moments(in: delivery.members ?? [], place: delivery["unit"]?.text ?? "")
        }
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

    /// The moments among some members, those of objects inside too, with the object's name before theirs.
    private static func moments(
        in members: [(name: String, value: APIValue)], place: String, under parent: String = ""
    ) -> [Moment] {
        members.flatMap { member -> [Moment] in
            let name = parent.isEmpty ? member.name : "\(parent) \(member.name)"
            if let text = member.value.text, member.name == "at" || member.name.hasSuffix("At"),
                let at = Timestamp(rfc3339: text)
            {
                return [Moment(at: at, place: place, what: what(name, parent, members))]
            }
            guard case .object(let inner) = member.value else { return [] }
            return moments(in: inner.map { (name: $0.0, value: $0.1) }, place: place, under: member.name)
        }
    }

    /// The words for a moment, with the outcome or unit that stands beside it in an object of its own.
    private static func what(
        _ name: String, _ parent: String, _ members: [(name: String, value: APIValue)]
    ) -> String {
        let words = words[name] ?? spaced(name)
        guard !parent.isEmpty else { return words }
        let beside = members.filter { ["outcome", "by", "code"].contains($0.name) }.compactMap(\.value.text)
        return beside.isEmpty ? words : "\(words): \(beside.joined(separator: " "))"
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
