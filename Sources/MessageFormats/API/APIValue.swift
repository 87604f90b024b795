package import Messages

/// A value of an API body, written as JSON or as XML with the same names in the same order.
package enum APIValue: Sendable {
    /// Members in the order in which they are written.
    case object([(String, APIValue)])
    /// A list; in XML its items are elements named `item`.
    case list(item: String, [APIValue])
    case text(String)
    case integer(Int)
    case boolean(Bool)
    /// `null` in JSON; left out in XML.
    case null
    /// A message, as itself.
    case message(Message)
    /// A scalar read from XML, which does not say what kind it is: `text`, `integer` and `boolean` all try it.
    case untyped(String)
    /// Elements read from XML, which does not say whether they are members or items: `members` and `items` both try it.
    case elements([(String, APIValue)])

    /// The value of a member; nil when there is none, when it is null, or when this is not an object.
    package subscript(name: String) -> APIValue? {
        guard let value = members?.first(where: { $0.name == name })?.value else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// The members in order; nil when this is not an object.
    package var members: [(name: String, value: APIValue)]? {
        switch self {
        case .object(let members), .elements(let members): members.map { (name: $0.0, value: $0.1) }
        case .untyped(""): []
        case .list, .text, .integer, .boolean, .null, .message, .untyped: nil
        }
    }

    /// The items of a list; nil when this is not one.
    package var items: [APIValue]? {
        switch self {
        case .list(_, let items): items
        case .elements(let members): Set(members.map(\.0)).count == 1 ? members.map(\.1) : nil
        case .untyped(""): []
        case .object, .text, .integer, .boolean, .null, .message, .untyped: nil
        }
    }

    /// The text; nil when this is something else.
    package var text: String? {
        switch self {
        case .text(let text), .untyped(let text): text
        case .object, .elements, .list, .integer, .boolean, .null, .message: nil
        }
    }

    /// The whole number; nil when this is something else.
    package var integer: Int? {
        switch self {
        case .integer(let integer): integer
        case .untyped(let text): Int(text)
        case .object, .elements, .list, .text, .boolean, .null, .message: nil
        }
    }

    /// The truth value; nil when this is something else.
    package var boolean: Bool? {
        switch self {
        case .boolean(let boolean): boolean
        case .untyped(let text): Bool(text)
        case .object, .elements, .list, .text, .integer, .null, .message: nil
        }
    }
}
