import MessageFormats
import Messages
import Testing

/// XML that someone wrote to do harm, or that a poor program wrote: each is refused by its own code with its line, or is
/// read as what it says.
@Suite struct HostileXMLTests {
    private static let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
    /// A sample, its subject on a line of its own.
    private let sample: String
    private let subjectLine: Int

    init() throws {
        sample = String(decoding: try Sample(path: "valid/GeneralMessage.xml").bytes(), as: UTF8.self)
        let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
        subjectLine = 1 + (lines.firstIndex { $0.contains("<subject>") } ?? 0)
    }

    /// The answer to the sample with something else between the tags of its subject.
    private func answer(subject: String) -> Answer {
        Answer(sample.replacing("Hemtjänst från torsdag?", with: subject), as: .xml)
    }

    /// The answer to the sample with something before its root element, behind the declaration.
    private func answer(before: String) -> Answer {
        Answer(sample.replacing("<message ", with: before + "<message "), as: .xml)
    }

    /// The answer to the sample with attributes on its root element.
    private func answer(root: String) -> Answer {
        Answer(sample.replacing("<message ", with: "<message \(root) "), as: .xml)
    }

    @Test(arguments: [
        "<!DOCTYPE message>", "<!DOCTYPE message SYSTEM \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE message PUBLIC \"-//X//EN\" \"file:///etc/passwd\">",
        "<!DOCTYPE message [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]>",
        "<!DOCTYPE message [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE message [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\"> %p;]>",
        "<!DOCTYPE message [<!ATTLIST message x CDATA \"y\">]>", "<!DOCTYPE", "<!-- --><?x?>\n<!DOCTYPE message>",
    ])
    func `a document type is refused before it is read on`(doctype: String) {
        let answer = answer(before: doctype)
        #expect(answer.code == .xmlDoctype)
        #expect(answer.line == (doctype.contains("\n") ? 3 : 2))
    }

    @Test(arguments: [
        ("&x;", RejectionCode.xmlReferenceForbidden), ("&nbsp;", .xmlReferenceForbidden), ("&amp", .xmlNotWellFormed),
        ("&;", .xmlNotWellFormed), ("& ", .xmlNotWellFormed), ("&#;", .forbiddenCharacter),
        ("&#x;", .forbiddenCharacter),
        ("&#0;", .forbiddenCharacter), ("&#x0;", .forbiddenCharacter), ("&#1;", .forbiddenCharacter),
        ("&#xB;", .forbiddenCharacter), ("&#xD800;", .forbiddenCharacter), ("&#xDFFF;", .forbiddenCharacter),
        ("&#xD83D;&#xDE42;", .forbiddenCharacter), ("&#xFFFE;", .forbiddenCharacter), ("&#xFFFF;", .forbiddenCharacter),
        ("&#x110000;", .forbiddenCharacter), ("&#99999999999999999999;", .forbiddenCharacter),
        ("\u{1}", .forbiddenCharacter), ("\u{1B}[2J", .forbiddenCharacter),
        ("\u{FFFE}", .forbiddenCharacter), ("\u{FFFF}", .forbiddenCharacter), ("]]>", .xmlNotWellFormed),
        ("<", .xmlNotWellFormed), ("<b>", .xmlNotWellFormed), ("</b>", .xmlNotWellFormed),
        ("<!-- -- -->", .xmlNotWellFormed), ("<!--", .xmlNotWellFormed), ("<![CDATA[x", .xmlNotWellFormed),
        ("<![cdata[x]]>", .xmlNotWellFormed), ("<?xml version=\"1.0\"?>", .xmlNotWellFormed),
        ("<?x", .xmlNotWellFormed),
        ("<b x=1/>", .xmlNotWellFormed), ("<b x/>", .xmlNotWellFormed), ("<b x='1' x='2'/>", .xmlNotWellFormed),
        ("<q:b/>", .xmlNotWellFormed), ("<b q:x='1'/>", .xmlNotWellFormed), ("<b x='<'/>", .xmlNotWellFormed),
        ("<1b/>", .xmlNotWellFormed), ("<b xmlns:q=''/>", .xmlNotWellFormed), ("<!ENTITY x 'y'>", .xmlNotWellFormed),
        ("<b/>", .wrongKind), ("x<b/>y", .wrongKind),
        ("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>", .wrongKind),
        ("", .emptyValue), ("<!-- -->", .emptyValue), ("<![CDATA[]]>", .emptyValue), ("<?x y?>", .emptyValue),
    ])
    func `markup and characters where a text belongs are refused with code and line`(
        subject: String, code: RejectionCode
    ) throws {
        let answer = answer(subject: subject)
        #expect(answer.code == code)
        // An end that never comes is missed at the end of the document; all else is seen where it stands.
        let endsLate = ["<!--", "<![CDATA[x", "<?x", "<b>"].contains(subject)
        let line = try #require(answer.line)
        #expect(endsLate ? line >= subjectLine : line == subjectLine)
    }

    @Test(arguments: ["ä?", "<subject>", "subject>", "</message>", "<message ", "\"urn", "<?xml", "1.0"])
    func `a NUL is refused wherever it stands`(place: String) throws {
        let lines = sample.count { $0 == "\n" }
        for nul in ["\u{0}" + place, place + "\u{0}"] {
            let text = sample.replacing("torsdag?", with: "ä?")
            try #require(text.contains(place))
            let answer = Answer(text.replacing(place, with: nul, maxReplacements: 1), as: .xml)
            #expect(answer.code == .forbiddenCharacter)
        }
        #expect(Answer(sample + "\u{0}", as: .xml).problems == [Problem(.forbiddenCharacter, line: lines + 1)])
    }

    @Test(arguments: [
        ("a<!-- b -->c", "ac"), ("<![CDATA[<b>&amp;]]>", "<b>&amp;"), ("a<![CDATA[ b ]]>c<?x d?>e", "a b ce"),
        ("a]]&gt;b", "a]]>b"), ("&lt;b&gt;&amp;amp;&quot;&apos;", "<b>&amp;\"'"), ("&#65;&#x1F642;&#xD;", "A🙂\r"),
        ("a\r\nb\rc", "a\nb\nc"), ("  a  ", "  a  "), ("<!-- <!DOCTYPE x> -->a", "a"),
        ("\u{85}\u{2028}", "\u{85}\u{2028}"),
        ("<![CDATA[]]]]><![CDATA[>]]>", "]]>"), ("\u{FEFF}a", "\u{FEFF}a"),
    ])
    func `comments, sections, instructions and references are read as the text that they are`(
        subject: String, text: String
    ) {
        #expect(answer(subject: subject).subject.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [
        // Hints to schemas are no members and are never followed; what else has that namespace is an attribute.
        ("\(xsi) xsi:schemaLocation=\"urn:vaxel:message:1 http://127.0.0.1:1/x.xsd\"", nil),
        ("\(xsi) xsi:noNamespaceSchemaLocation=\"file:///etc/passwd\"", nil),
        ("\(xsi) xsi:nil=\"true\"", RejectionCode.unknownAttribute), ("\(xsi) xsi:type=\"Message\"", .unknownAttribute),
        ("xml:base=\"http://127.0.0.1:1/\"", .unknownAttribute), ("xml:lang=\"sv\"", .unknownAttribute),
        ("xmlns:a=\"urn:a\" a:b=\"c\"", .unknownAttribute), ("xmlns:a=\"urn:a\"", nil),
        ("version=\"1\"", .unknownAttribute),
    ])
    func `attributes of the root are refused, but for declarations and hints`(root: String, code: RejectionCode?) {
        #expect(answer(root: root).code == code)
    }

    @Test func `elements belong to the message by their namespace, whatever their prefix`() {
        let own = "urn:vaxel:message:1"
        let prefixed = sample.replacing(#/<(/?)(?=[a-zA-Z])/#) { "<\($0.output.1)m:" }
            .replacing("xmlns=\"\(own)\"", with: "xmlns:m=\"\(own)\"")
        #expect(Answer(prefixed, as: .xml).message?.record == Answer(sample, as: .xml).message?.record)
        for other in ["urn:vaxel:message:2", "URN:VAXEL:MESSAGE:1", "", "urn:vaxel:message:1/"] {
            #expect(Answer(sample.replacing(own, with: other), as: .xml).code == .wrongNamespace, "\(other)")
        }
        let rebound = sample.replacing("<subject>", with: "<subject xmlns=\"urn:x\">")
        #expect(Answer(rebound, as: .xml).problems.map(\.code) == [.unknownMember, .missingMember])
        let renamed = sample.replacing("<message ", with: "<Message ").replacing("</message>", with: "</Message>")
        #expect(Answer(renamed, as: .xml).code == .notAMessage)
    }

    @Test func `depth, elements and attributes are limited, and the line is told`() {
        func deep(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        // The subject is the third level of the message.
        #expect(answer(subject: deep(60)).code == .wrongKind)
        #expect(answer(subject: deep(61)).code == .xmlTooDeep)
        #expect(answer(subject: String(repeating: "<a>", count: 500_000)).code == .xmlTooDeep)
        #expect(answer(subject: deep(100)).line == subjectLine)
        func flood(_ count: Int) -> String { (0..<count).map { " a\($0)='x'" }.joined() }
        #expect(answer(subject: "<b\(flood(32))/>").code == .wrongKind)
        #expect(answer(subject: "<b\(flood(33))/>").code == .xmlTooManyAttributes)
        #expect(answer(subject: "<b\(flood(33))/>").line == subjectLine)
        #expect(answer(subject: "<b x='\(String(repeating: "y", count: 9000))'/>").code == .xmlTooManyAttributes)
        #expect(answer(subject: "<b xmlns:q='\(String(repeating: "y", count: 9000))'/>").code == .xmlTooManyAttributes)
        #expect(answer(subject: String(repeating: "<b/>", count: 200_001)).code == .xmlTooLarge)
    }

    @Test func `long texts are read to their end and measured in characters`() {
        #expect(answer(subject: String(repeating: "🙂", count: 200)).subject?.unicodeScalars.count == 200)
        #expect(answer(subject: String(repeating: "🙂", count: 201)).code == .tooLong)
        #expect(answer(subject: String(repeating: "&#x1F642;", count: 201)).code == .tooLong)
        #expect(answer(subject: String(repeating: "x", count: 9_000_000)).code == .tooLong)
        // More than ten million bytes in one text libxml2 does not take, whoever reads before it.
        #expect(answer(subject: String(repeating: "x", count: 12_000_000)).code != nil)
        #expect(answer(subject: String(repeating: "<![CDATA[x]]>", count: 200)).subject?.count == 200)
        #expect(answer(subject: String(repeating: "<!-- x -->", count: 100_000) + "x").subject == "x")
        #expect(answer(subject: String(repeating: "x", count: 18 * 1024 * 1024)).code == .xmlTooLarge)
    }

    @Test(arguments: [
        ("", RejectionCode.emptyBody), (" \n", .emptyBody), ("x", .xmlNotWellFormed), ("<", .xmlNotWellFormed),
        ("<message", .xmlNotWellFormed), ("<message/>", .wrongNamespace), ("<a/>", .notAMessage),
        ("{}", .xmlNotWellFormed),
        ("<?xml version=\"1.0\"?>", .xmlNotWellFormed), ("<!-- -->", .xmlNotWellFormed),
        ("<message xmlns=\"urn:vaxel:message:1\"/>", .missingMember),
        ("<message xmlns=\"urn:vaxel:message:1\">text</message>", .wrongKind),
        ("<message xmlns=\"urn:vaxel:message:1\"/><x/>", .xmlNotWellFormed),
        ("<message xmlns=\"urn:vaxel:message:1\"/>text", .xmlNotWellFormed),
    ])
    func `what is no message is refused`(text: String, code: RejectionCode) {
        #expect(Answer(text, as: .xml).code == code)
    }

    @Test func `every beginning of a document is refused`() {
        let bytes = Array(sample.utf8)
        let end = bytes.lastIndex(of: UInt8(ascii: ">")) ?? 0
        for count in stride(from: 0, through: end, by: 3) {
            #expect(Answer(Array(bytes[..<count]), as: .xml).code != nil, "\(count) bytes")
        }
    }
}
