package import MessageFormats
package import Messages

/// The members of an API object that a caller sent, asked for by name and type.
package struct APIObject: Sendable {
    private let members: [(String, APIValue)]

    package init(members: [(String, APIValue)]) {
        self.members = members
    }

    /// The value under a name; nil when it is absent or null.
    package subscript(name: String) -> APIValue? {
        guard let value = members.first(where: { $0.0 == name })?.1 else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// A text of 1 to `maximum` Unicode scalars, when it is there.
    ///
    /// - Throws: `Rejection` when it is there but is no such text.
    package func text(_ name: String, maximum: Int) throws(Rejection) -> String? {
        guard let value = self[name] else { return nil }
        guard case .text(let text) = value, (1...maximum).contains(text.unicodeScalars.count) else {
            throw Rejection(.requestBodyInvalid, "a text of 1 to \(maximum) characters is expected", path: "/\(name)")
        }
        return text
    }

    /// A text that must be there.
    package func requiredText(_ name: String, maximum: Int) throws(Rejection) -> String {
        guard let text = try text(name, maximum: maximum) else {
            throw Rejection(.requestBodyInvalid, "\(name) is missing", path: "/\(name)")
        }
        return text
    }

    /// A boolean, when it is there. XML has only texts, so `true` and `false` are read from them too.
    package func boolean(_ name: String) throws(Rejection) -> Bool? {
        switch self[name] {
        case nil: return nil
        case .boolean(let value): return value
        case .text("true"): return true
        case .text("false"): return false
        default: throw Rejection(.requestBodyInvalid, "true or false is expected", path: "/\(name)")
        }
    }
}
