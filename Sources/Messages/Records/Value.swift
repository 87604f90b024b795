/// A value of a decoded message, as its declaration types it.
package enum Value: Hashable, Sendable {
    /// A string, text, code, date, time or id, exactly as it was sent; a UUID is in lower case.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A truth value.
    case boolean(Bool)
    /// A part with members of its own, among them every `{code, text}` of an open list.
    case record(Record)
    /// A list with at least one item; an empty list is the same as an absent one and is never kept.
    case list([Value])

    /// The text, when the value is one.
    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The number, when the value is one.
    package var integer: Int? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The truth value, when the value is one.
    package var boolean: Bool? {
        if case .boolean(let boolean) = self { boolean } else { nil }
    }

    /// The part, when the value is one.
    package var record: Record? {
        if case .record(let record) = self { record } else { nil }
    }

    /// The items, when the value is a list.
    package var items: [Value]? {
        if case .list(let items) = self { items } else { nil }
    }
}
