package import MessageFormats
package import Messages

/// The members of an API object that a caller sent, asked for by name and type.
package struct APIObject: Sendable {
    private let value: APIValue

    init(_ value: APIValue) {
        self.value = value
    }

    /// The value under a name; nil when it is absent or null.
    package subscript(name: String) -> APIValue? { value[name] }

    /// A text of 1 to `maximum` Unicode scalars, when it is there.
    ///
    /// - Throws: `Rejection` when it is there but is no such text.
    package func text(_ name: String, maximum: Int) throws(Rejection) -> String? {
        guard let member = value[name] else { return nil }
        guard let text = member.text, (1...maximum).contains(text.unicodeScalars.count) else {
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

    /// A truth value that must be there.
    package func requiredBoolean(_ name: String) throws(Rejection) -> Bool {
        guard let boolean = value[name]?.boolean else {
            throw Rejection(.requestBodyInvalid, "\(name) is true or false", path: "/\(name)")
        }
        return boolean
    }
}
