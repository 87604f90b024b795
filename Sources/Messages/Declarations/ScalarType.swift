/// What a single value may look like: one rule from which the reader, the XSD and the JSON Schema follow.
///
/// The pattern is the same text in all three, in the common part of XSD and ECMA-262 regular expressions: no anchors, no
/// classes by letter. The reader decides by `accepts`; a test holds it to the pattern.
///
/// A class, though it never changes: it is shared by every message, and copying a value of many strings for each member costs
/// more than reading the member.
package final class ScalarType: Sendable {
    /// How the value is written in JSON; in XML all are text.
    package enum Kind: Sendable {
        case text
        /// A whole number within a range.
        case integer(ClosedRange<Int>)
        /// `true` or `false`.
        case boolean
    }

    /// The name of the type in the schemas.
    package let name: String
    /// How the value is written in JSON.
    package let kind: Kind
    /// The pattern that the whole value must match; nil when only the length counts.
    package let pattern: String?
    /// The shortest and longest value, in Unicode scalars.
    package let length: ClosedRange<Int>
    /// Whether values are kept in lower case, so that two spellings of one id are one.
    package let keepsLowerCase: Bool
    /// What the type is, in Swedish, for the schemas.
    package let label: String
    /// What the type is, in English, for the schemas.
    package let documentation: String
    /// The verdict on a text in UTF-8 whose length is right; nil when only the length counts.
    private let test: (@Sendable (Span<UInt8>) -> Bool)?

    /// Declares a type whose values are told by their bytes, so that no string is made of what is only looked at.
    init(
        _ name: String, kind: Kind = .text, pattern: String? = nil, length: ClosedRange<Int>,
        keepsLowerCase: Bool = false,
        label: String, documentation: String, bytes test: (@Sendable (Span<UInt8>) -> Bool)? = nil
    ) {
        self.name = name
        self.kind = kind
        self.pattern = pattern
        self.length = length
        self.keepsLowerCase = keepsLowerCase
        self.label = label
        self.documentation = documentation
        self.test = test
    }

    /// Declares a type whose values are told as strings, which is for values that few messages have.
    convenience init(
        _ name: String, pattern: String, length: ClosedRange<Int>, label: String, documentation: String,
        test: @escaping @Sendable (String) -> Bool
    ) {
        self.init(
            name, pattern: pattern, length: length, label: label, documentation: documentation,
            bytes: { bytes in test(bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }) })
    }

    /// Whether a text of a right length is a value of the type.
    package func accepts(_ text: String) -> Bool { accepts(text.utf8.span) }

    /// Whether a text in UTF-8 of a right length is a value of the type.
    package func accepts(_ text: Span<UInt8>) -> Bool { test?(text) ?? true }

    /// Whether any text is a value of the type that has one character and not more than the most.
    package var isAnyText: Bool {
        if case .text = kind { test == nil && length.lowerBound == 1 && !keepsLowerCase } else { false }
    }
}
