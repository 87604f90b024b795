internal import MessageFormats

extension APIValue {
    /// The value of a member, when this is an object that has it.
    subscript(name: String) -> APIValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == name }?.1
    }

    /// The text under a member.
    func text(_ name: String) -> String? {
        guard case .text(let text)? = self[name] else { return nil }
        return text
    }

    /// The number under a member.
    func integer(_ name: String) -> Int? {
        guard case .integer(let number)? = self[name] else { return nil }
        return number
    }

    /// The items under a member.
    func items(_ name: String) -> [APIValue] {
        guard case .list(_, let items)? = self[name] else { return [] }
        return items
    }
}
