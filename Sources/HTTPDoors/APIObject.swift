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

    /// A text as `text` has it, which people of other organisations will read: a person number in it is refused.
    ///
    /// - Throws: `Rejection` as `text` does, and when it holds a person number.
    package func sharedText(_ name: String, maximum: Int) throws(Rejection) -> String? {
        guard let text = try text(name, maximum: maximum) else { return nil }
        try APIObject.expectNoPersonID(in: text, path: "/\(name)")
        return text
    }

    /// Refuses a text that holds a person number.
    package static func expectNoPersonID(in text: String, path: String) throws(Rejection) {
        guard !PersonIdentifier.isFound(in: text) else {
            throw Rejection(.requestBodyInvalid, "the text holds a person number; write it without one", path: path)
        }
    }

    /// A text that must be there, and which people of other organisations will read.
    package func requiredSharedText(_ name: String, maximum: Int) throws(Rejection) -> String {
        guard let text = try sharedText(name, maximum: maximum) else {
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
