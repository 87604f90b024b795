internal import MessageFormats
internal import Messages

extension APIValue {
    /// A moment as the API writes it.
    static func time(_ moment: Timestamp) -> APIValue { .text(moment.rfc3339) }

    /// Whether there is a value at all.
    var isPresent: Bool {
        if case .null = self { false } else { true }
    }

    /// Null instead of an object without members.
    var unlessEmpty: APIValue {
        if case .object(let members) = self, members.isEmpty { .null } else { self }
    }
}

extension [(String, APIValue)] {
    /// The members that have a value.
    var present: Self { filter { $0.1.isPresent } }
}

extension String? {
    /// The text, or null.
    var value: APIValue { map { .text($0) } ?? .null }
}

extension Timestamp? {
    /// The moment, or null.
    var value: APIValue { map { .time($0) } ?? .null }
}
