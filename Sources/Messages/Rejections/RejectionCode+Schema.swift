extension RejectionCode {
    /// A member that the message type does not have.
    package static let unknownMember = RejectionCode(
        "VX-1101", 422, .sender,
        "A member that the message type does not have.",
        "En uppgift som meddelandetypen inte har.",
        advice: "Remove it, or send it in content.extension.")
    /// A required member is missing.
    package static let missingMember = RejectionCode(
        "VX-1102", 422, .sender,
        "A required member is missing.",
        "En obligatorisk uppgift saknas.",
        advice: "Send the member named by the path.")
    /// The value is of the wrong kind.
    package static let wrongKind = RejectionCode(
        "VX-1103", 422, .sender,
        "The value is of the wrong kind.",
        "Värdet är av fel slag.",
        advice: "Send the kind of value that the schema says.")
    /// The value is an empty string.
    package static let emptyValue = RejectionCode(
        "VX-1104", 422, .sender,
        "The value is an empty string.",
        "Värdet är en tom sträng.",
        advice: "Leave the member out, or give it a value.")
    /// The value does not have the form that its type demands.
    package static let wrongForm = RejectionCode(
        "VX-1105", 422, .sender,
        "The value does not have the form that its type demands.",
        "Värdet har inte den form som krävs.",
        advice: "Write the value as the schema says.")
    /// The value is too long.
    package static let tooLong = RejectionCode(
        "VX-1106", 422, .sender,
        "The value is too long.",
        "Värdet är för långt.",
        advice: "Shorten the value; lengths count Unicode scalars.")
    /// The number is outside its range, or not a whole number.
    package static let numberOutOfRange = RejectionCode(
        "VX-1107", 422, .sender,
        "The number is outside its range, or not a whole number.",
        "Talet ligger utanför tillåtet intervall eller är inte ett heltal.",
        advice: "Send a whole number within the range of the schema.")
    /// The code is not in its list.
    package static let unknownCode = RejectionCode(
        "VX-1108", 422, .sender,
        "The code is not in its list.",
        "Koden finns inte i kodlistan.",
        advice: "Send a code of the list; an open list takes another code with a text.")
    /// A member is there twice.
    package static let duplicateMember = RejectionCode(
        "VX-1109", 422, .sender,
        "A member is there twice.",
        "En uppgift förekommer två gånger.",
        advice: "Send the member once.")
    /// An element stands in the wrong place in the order.
    package static let wrongOrder = RejectionCode(
        "VX-1110", 422, .sender,
        "An element stands in the wrong place in the order.",
        "Ett element står på fel plats i ordningen.",
        advice: "Send the elements in the order of the schema.")
    /// An attribute that the message does not have.
    package static let unknownAttribute = RejectionCode(
        "VX-1111", 422, .sender,
        "An attribute that the message does not have.",
        "Ett attribut som meddelandet inte har.",
        advice: "Send values as elements, without attributes.")
    /// Text stands between elements.
    package static let strayText = RejectionCode(
        "VX-1112", 422, .sender,
        "Text stands between elements.",
        "Text står mellan element.",
        advice: "Remove the text.")
    /// The element is not in the namespace of messages.
    package static let wrongNamespace = RejectionCode(
        "VX-1113", 422, .sender,
        "The element is not in the namespace of messages.",
        "Elementet hör inte till meddelandenas namnrymd.",
        advice: "Use the namespace urn:vaxel:message:1.")
    /// The message type is not in the catalogue.
    package static let unknownType = RejectionCode(
        "VX-1114", 422, .sender,
        "The message type is not in the catalogue.",
        "Meddelandetypen finns inte i katalogen.",
        advice: "Send a type of the catalogue.")
    /// The version of the message type is not known.
    package static let unknownVersion = RejectionCode(
        "VX-1115", 422, .sender,
        "The version of the message type is not known.",
        "Meddelandetypens version är inte känd.",
        advice: "Send a version that the gateway knows.")
    /// The content is not of the type that the head names.
    package static let contentOfOtherType = RejectionCode(
        "VX-1116", 422, .sender,
        "The content is not of the type that the head names.",
        "Innehållet är inte av den typ som huvudet anger.",
        advice: "Make type and content agree.")
    /// The list must have at least one item.
    package static let tooFewItems = RejectionCode(
        "VX-1117", 422, .sender,
        "The list must have at least one item.",
        "Listan måste ha minst en post.",
        advice: "Send at least one item.")
    /// The document is not a message.
    package static let notAMessage = RejectionCode(
        "VX-1118", 422, .sender,
        "The document is not a message.",
        "Dokumentet är inte ett meddelande.",
        advice: "Send an object, or the element message.")
    /// A member of the head that this message type must not have.
    package static let memberNotOfType = RejectionCode(
        "VX-1119", 422, .sender,
        "A member of the head that this message type must not have.",
        "En uppgift i huvudet som meddelandetypen inte får ha.",
        advice: "Leave the member out.")
    /// The XML does not fit the schema.
    ///
    /// Not given any more: messages are held to the declaration only, and the XSD judges in tests.
    package static let schemaViolation = RejectionCode(
        "VX-1120", 422, .sender,
        "The XML does not fit the schema.",
        "XML-texten följer inte schemat.",
        advice: "Validate the message with schemas/message.xsd.")
    /// The batch holds no message.
    package static let batchEmpty = RejectionCode(
        "VX-1121", 422, .sender,
        "The batch holds no message.",
        "Bunten innehåller inget meddelande.",
        advice: "Send at least one message.")
    /// The batch holds too many messages.
    package static let batchTooLong = RejectionCode(
        "VX-1122", 422, .sender,
        "The batch holds more than 100 messages.",
        "Bunten innehåller fler än 100 meddelanden.",
        advice: "Send at most 100 messages at once.")

    /// VX-11xx: what the declaration of the type, and so the schemas, do not allow.
    static let schema: [RejectionCode] = [
        .unknownMember, .missingMember, .wrongKind, .emptyValue, .wrongForm, .tooLong, .numberOutOfRange,
        .unknownCode, .duplicateMember, .wrongOrder, .unknownAttribute, .strayText, .wrongNamespace,
        .unknownType, .unknownVersion, .contentOfOtherType, .tooFewItems, .notAMessage, .memberNotOfType,
        .schemaViolation, .batchEmpty, .batchTooLong,
    ]
}
