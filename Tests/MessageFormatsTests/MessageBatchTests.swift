import MessageFormats
import Messages
import Testing

/// Cutting a body into messages, before anyone asks what they mean.
@Suite struct MessageBatchTests {
    private func parts(_ text: String, _ form: WireForm, charset: String? = nil) throws -> [String]? {
        try parts(Array(text.utf8), form, charset: charset)
    }

    private func parts(_ bytes: [UInt8], _ form: WireForm, charset: String? = nil) throws -> [String]? {
        try MessageBatch(bytes, as: form, charset: charset)?.parts.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private func code(_ text: String, _ form: WireForm) throws -> RejectionCode {
        try #require(#expect(throws: Rejection.self) { _ = try parts(text, form) }).first.code
    }

    @Test(arguments: [
        ("{}", WireForm.json), ("", .json), (" \n", .json), ("1", .json), ("<message/>", .xml), ("", .xml), ("{", .xml),
        ("<!DOCTYPE messages><messages/>", .xml),
    ])
    func `what is no batch is left to be read as one message`(text: String, form: WireForm) throws {
        #expect(try parts(text, form) == nil)
    }

    @Test func `the elements of an array stand as they were written`() throws {
        #expect(
            try parts(#" [ {"a": [1,2], "b":"]},\"["} ,{ } , 7,"å"] "#, .json) == [
                #"{"a": [1,2], "b":"]},\"["} "#, "{ } ", "7", #""å""#,
            ])
        #expect(try parts([0xEF, 0xBB, 0xBF] + Array("[1]".utf8), .json) == ["1"])
    }

    @Test func `a fault inside an element is the element's alone`() throws {
        #expect(try parts(#"[{"a":}, 01, tru, "\u0000"]"#, .json)?.count == 4)
    }

    @Test(arguments: [
        "[", "[1", "[1,", "[1,]", "[,1]", "[1 ,, 2]", "[\"a]", "[\"a\\\"]", "[{]}", "[{]", "[}]", "[1]]", "[1] x",
        "[1][2]",
    ])
    func `an array that does not close is refused whole`(text: String) throws {
        #expect(try code(text, .json) == .jsonNotWellFormed)
    }

    @Test func `brackets that open for ever are refused`() throws {
        #expect(try code(String(repeating: "[", count: 100_000), .json) == .jsonTooDeep)
    }

    @Test func `a hundred are a batch, none and one more are not`() throws {
        for count in [1, 100] {
            let json = "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
            #expect(try parts(json, .json)?.count == count)
            let xml = "<messages xmlns='urn:vaxel:message:1'>" + String(repeating: "<m/>", count: count) + "</messages>"
            #expect(try parts(xml, .xml)?.count == count)
        }
        let tooMany = Array(repeating: "1", count: 101).joined(separator: ",")
        #expect(try code("[\(tooMany)]", .json) == .batchTooLong)
        let elements = String(repeating: "<m/>", count: 101)
        #expect(try code("<messages xmlns='urn:vaxel:message:1'>\(elements)</messages>", .xml) == .batchTooLong)
        for (text, form) in [("[ ]", WireForm.json), ("<messages xmlns='urn:vaxel:message:1'> </messages>", .xml)] {
            #expect(try code(text, form) == .batchEmpty)
        }
    }

    @Test(arguments: [
        ("<messages/>", RejectionCode.wrongNamespace), ("<messages xmlns='urn:x'/>", .wrongNamespace),
        ("<messages xmlns='urn:vaxel:message:1' a='1'><m/></messages>", .unknownAttribute),
        ("<messages xmlns='urn:vaxel:message:1'>x<m/></messages>", .strayText),
        ("<messages xmlns='urn:vaxel:message:1'><m></messages>", .xmlNotWellFormed),
        ("<messages xmlns='urn:vaxel:message:1'><m/>", .xmlNotWellFormed),
    ])
    func `a root that holds anything but elements in the right namespace is refused whole`(
        text: String, code expected: RejectionCode
    ) throws {
        #expect(try code(text, .xml) == expected)
    }

    @Test func `parts of XML are in UTF-8, whatever the batch came in`() throws {
        let text = "<messages xmlns='urn:vaxel:message:1'><m>å</m></messages>"
        let expected = ["<m xmlns='urn:vaxel:message:1'>å</m>"]
        #expect(try parts(text, .xml) == expected)
        let declaration = Array("<?xml version='1.0' encoding='ISO-8859-1'?>".utf8)
        let latin = declaration + text.unicodeScalars.map { UInt8($0.value) }
        #expect(try parts(latin, .xml) == expected)
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try parts(wide, .xml) == expected)
        #expect(try parts(Array(wide.dropFirst(2)), .xml, charset: "utf-16le") == expected)
    }

    @Test func `each part knows how many lines come before it`() throws {
        let json = try MessageBatch(Array("[\n1,\n\n{\n},2]".utf8), as: .json, charset: nil)
        #expect(json?.parts.map(\.linesBefore) == [1, 3, 4])
        let xml = "<messages\n xmlns='urn:vaxel:message:1'>\n<m>\n</m><m/></messages>"
        #expect(try MessageBatch(Array(xml.utf8), as: .xml, charset: nil)?.parts.map(\.linesBefore) == [2, 3])
    }
}
