internal import Foundation

/// A JSON document as tests look into it, read by Foundation and so by none of our own code.
package enum JSONTree: Sendable, Hashable {
    case null
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([JSONTree])
    case object([String: JSONTree])

    /// Reads a document; `null` when it is none.
    package init(_ bytes: [UInt8]) {
        self = (try? JSONDecoder().decode(JSONTree.self, from: Data(bytes))) ?? .null
    }

    /// A member of an object; `null` when there is none.
    package subscript(_ name: String) -> JSONTree {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// The names of an object's members, sorted; none when this is no object.
    package var names: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }

    /// The text, when this is one.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The whole number, when this is one.
    package var number: Int? { if case .number(let number) = self { number } else { nil } }

    /// The truth value, when this is one.
    package var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

    /// The items of a list; none when this is no list.
    package var items: [JSONTree] { if case .list(let items) = self { items } else { [] } }
}

extension JSONTree: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let items = try? container.decode([JSONTree].self) {
            self = .list(items)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }
}
