extension RejectionCode {
    /// The character set is not one that the gateway reads.
    package static let charsetUnknown = RejectionCode(
        "VX-1001", 415, .sender,
        "The character set is not one that the gateway reads.",
        "Teckenkodningen stöds inte.",
        advice: "Send UTF-8; XML may also be ISO-8859-1, UTF-16 or Windows-1252 when declared.")
    /// JSON is read as UTF-8 only.
    package static let charsetNotAllowed = RejectionCode(
        "VX-1002", 415, .sender,
        "JSON is read as UTF-8 only.",
        "JSON läses bara som UTF-8.",
        advice: "Send the JSON text in UTF-8 and leave the charset parameter out.")
    /// The bytes are not valid in the character set that they are declared to be in.
    package static let bytesInvalid = RejectionCode(
        "VX-1003", 400, .sender,
        "The bytes are not valid in the character set that they are declared to be in.",
        "Innehållet är inte giltigt i den teckenkodning som anges.",
        advice: "Encode the text in the declared character set, or declare the one it is in.")
    /// The body is empty.
    package static let emptyBody = RejectionCode(
        "VX-1004", 400, .sender,
        "The body is empty.",
        "Meddelandet är tomt.",
        advice: "Send the message in the body.")
    /// The XML is not well-formed.
    package static let xmlNotWellFormed = RejectionCode(
        "VX-1010", 400, .sender,
        "The XML is not well-formed.",
        "XML-texten är inte välformad.",
        advice: "Mend the XML at the line given.")
    /// A document type declaration is not allowed.
    package static let xmlDoctype = RejectionCode(
        "VX-1011", 400, .sender,
        "A document type declaration is not allowed.",
        "Dokumenttypsdeklaration (DTD) är inte tillåten.",
        advice: "Send the message without DOCTYPE and entities.")
    /// The XML is nested too deeply.
    package static let xmlTooDeep = RejectionCode(
        "VX-1012", 400, .sender,
        "The XML is nested too deeply.",
        "XML-texten har för många nivåer.",
        advice: "Send at most 64 levels of elements.")
    /// A start tag has too many attributes or is too long.
    package static let xmlTooManyAttributes = RejectionCode(
        "VX-1013", 400, .sender,
        "A start tag has too many attributes or is too long.",
        "En starttagg har för många attribut eller är för lång.",
        advice: "Send at most 32 attributes and 8 KiB in a start tag.")
    /// The XML exceeds a limit of the reader.
    package static let xmlTooLarge = RejectionCode(
        "VX-1014", 400, .sender,
        "The XML exceeds a limit of the reader.",
        "XML-texten överskrider en gräns.",
        advice: "Send fewer elements or shorter values.")
    /// The XML refers to an entity that is not one of the five of XML.
    package static let xmlReferenceForbidden = RejectionCode(
        "VX-1015", 400, .sender,
        "The XML refers to an entity that is not one of the five of XML.",
        "XML-texten använder en entitet som inte är tillåten.",
        advice: "Use character references, or the five entities of XML.")
    /// The JSON is not well-formed.
    package static let jsonNotWellFormed = RejectionCode(
        "VX-1020", 400, .sender,
        "The JSON is not well-formed.",
        "JSON-texten är inte välformad.",
        advice: "Mend the JSON at the line given (RFC 8259).")
    /// The JSON is nested too deeply.
    package static let jsonTooDeep = RejectionCode(
        "VX-1021", 400, .sender,
        "The JSON is nested too deeply.",
        "JSON-texten har för många nivåer.",
        advice: "Send at most 64 levels of objects and arrays.")
    /// A string holds half of a surrogate pair.
    package static let jsonLoneSurrogate = RejectionCode(
        "VX-1022", 400, .sender,
        "A string holds half of a surrogate pair.",
        "En sträng innehåller ett halvt surrogatpar.",
        advice: "Escape characters beyond U+FFFF as both halves.")
    /// A number has too many digits.
    package static let jsonNumberTooLarge = RejectionCode(
        "VX-1023", 400, .sender,
        "A number has too many digits.",
        "Ett tal har för många siffror.",
        advice: "Send numbers of at most 40 characters.")
    /// A string holds a control character that XML 1.0 forbids.
    package static let forbiddenCharacter = RejectionCode(
        "VX-1024", 400, .sender,
        "A string holds a control character that XML 1.0 forbids.",
        "En sträng innehåller ett styrtecken som XML 1.0 inte tillåter.",
        advice: "Remove the control character; tab, LF and CR are allowed.")
    /// The JSON has too many values.
    package static let jsonTooLarge = RejectionCode(
        "VX-1025", 400, .sender,
        "The JSON has too many values.",
        "JSON-texten har för många värden.",
        advice: "Send fewer members and items.")

    /// VX-10xx: bytes, character sets, well-formedness, limits of the syntax.
    static let bytesAndSyntax: [RejectionCode] = [
        .charsetUnknown, .charsetNotAllowed, .bytesInvalid, .emptyBody, .xmlNotWellFormed, .xmlDoctype,
        .xmlTooDeep, .xmlTooManyAttributes, .xmlTooLarge, .xmlReferenceForbidden, .jsonNotWellFormed,
        .jsonTooDeep, .jsonLoneSurrogate, .jsonNumberTooLarge, .forbiddenCharacter, .jsonTooLarge,
    ]
}
