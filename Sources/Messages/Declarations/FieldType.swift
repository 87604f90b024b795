/// The type of a field.
package enum FieldType: Sendable {
    /// One value.
    case scalar(ScalarType)
    /// A code of a closed list: an unknown one is refused, for the gateway acts on it.
    case closedCode(CodeList)
    /// `{code, text}` of an open list: an unknown code is a warning when a text is there, else refused.
    case openCode(CodeList)
    /// A part with fields of its own.
    case part(Part)
    /// A list: in XML a wrapper named as the field, its items by `item`. `minimum` is 0 or 1 items.
    indirect case list(item: String, of: FieldType, minimum: Int)

    /// `text` as in the field lists: at most 8,000 characters, line breaks kept.
    package static var text: FieldType { .scalar(.text) }
    /// `string` as in the field lists: at most 200 characters.
    package static var string: FieldType { .scalar(.string) }
    /// A moment with its offset.
    package static var dateTime: FieldType { .scalar(.dateTime) }
    /// A day.
    package static var date: FieldType { .scalar(.date) }
    /// A date or a moment: a planned discharge is often only a day.
    package static var when: FieldType { .scalar(.when) }
    /// A UUID.
    package static var uuid: FieldType { .scalar(.uuid) }
    /// The HSA-id of a unit or person.
    package static var hsaID: FieldType { .scalar(.hsaID) }
    /// A truth value.
    package static var boolean: FieldType { .scalar(.boolean) }
    /// A municipality by its four digits.
    package static var municipalityCode: FieldType { .scalar(.municipalityCode) }

    /// A list whose items are by another name than the list.
    package static func list(of type: FieldType, item: String) -> FieldType {
        .list(item: item, of: type, minimum: 0)
    }

    /// A list with at least one item.
    package static func nonEmptyList(of type: FieldType, item: String) -> FieldType {
        .list(item: item, of: type, minimum: 1)
    }
}
