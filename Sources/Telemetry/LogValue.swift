/// A value that may stand in a log line: a number, a text of our own, or an identifier.
///
/// There is no case for free text, so that no name, no reason and no content of a message can come into the log
/// by carelessness. A patient's number must not be given as a token either: callers pass unit, message, delivery and
/// system identifiers only.
package enum LogValue: Sendable, Hashable {
    /// A count, a size, a duration, an `errno`.
    case integer(Int)
    /// A text that stands in our own source code.
    case fixed(String)
    /// An identifier: letters, digits and `-._:/`; anything else is written as `?`, and no more than 128 bytes are written.
    case token(String)
}

extension LogValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A number of our own.
    package init(integerLiteral value: Int) { self = .integer(value) }

    /// A text of our own.
    package init(stringLiteral value: StaticString) { self = .fixed(value.description) }
}
