import MessageFormats
import Messages
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        "{", "}", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}",
        "{\"a\":1}x",
        "{\"a\":1}{}", "nul", "nulll", "True", "tru", "01", "-", "-01", "+1", "1.", ".5", "1.e5", "1e", "1e+", "0x10",
        "NaN",
        "Infinity", "--1", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\", "\"a\nb\"", "\"a\tb\"", "[1 2]",
        "{\"a\" 1}", "{1:2}", "// x\n1", "/* x */1", "[1]]", "\u{A0}1", "[\"a\",\n]", "'a'", "\"\\u+123\"",
        "{\"a\":1 \"b\":2}",
    ])
    func `what RFC 8259 does not allow is refused`(text: String) {
        #expect(code(text) == .jsonNotWellFormed)
    }

    @Test(arguments: [
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\udfff\\ud800\"",
        "\"\\uD83D\"",
    ])
    func `half a surrogate pair is refused`(text: String) {
        #expect(code(text) == .jsonLoneSurrogate)
    }

    @Test(arguments: ["\"\\u0000\"", "\"\\u001f\"", "\"\\b\"", "\"\\f\"", "\"\\ufffe\"", "\"\\uffff\"", "\"\u{FFFF}\""])
    func `a character that XML cannot hold is refused`(text: String) {
        #expect(code(text) == .forbiddenCharacter)
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xC3, 0x22], [0xFF], [0x22, 0xF0, 0x9F, 0x99],
        ] as [[UInt8]])
    func `bytes that are no UTF-8 are refused`(bytes: [UInt8]) {
        #expect(code(bytes) == .bytesInvalid)
    }

    @Test func `limits are kept`() {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(code(nested(64)) == nil)
        #expect(code(nested(65)) == .jsonTooDeep)
        #expect(code(String(repeating: "[", count: 1_000_000)) == .jsonTooDeep)
        #expect(code(String(repeating: "{\"a\":", count: 100_000)) == .jsonTooDeep)
        #expect(code("[" + String(repeating: "1,", count: 200_000) + "1]") == .jsonTooLarge)
        #expect(code(String(repeating: "9", count: 41)) == .jsonNumberTooLarge)
        #expect(code("") == .emptyBody)
        #expect(code(" \n\t") == .emptyBody)
    }

    @Test func `a NUL byte is refused`() {
        #expect(code("\"a\u{0}b\"") == .jsonNotWellFormed)
        #expect(code("\u{0}") == .jsonNotWellFormed)
    }

    @Test func `values and lines are read`() throws {
        let text = " {\"a\" : [ true , false, null ],\r\n \"b\\u00e5\\/\\ud83d\\ude42\": -1.5e+3,\n\"c\":{\"d\":12}} "
        let root = try WireNode.read(Array(text.utf8), as: .json)
        #expect(root["a"]?.items?.map(\.boolean) == [true, false, nil])
        #expect(root["bå/🙂"]?.line == 2)
        #expect(root["bå/🙂"]?.integer == nil)
        #expect(root["c"]?["d"]?.integer == 12)
        #expect(root["c"]?["d"]?.line == 3)
        #expect(root["x"] == nil)
    }

    @Test func `the line of an error is told`() throws {
        let error = #expect(throws: Rejection.self) { try WireNode.read(Array("{\n\"a\":\n tru\n}".utf8), as: .json) }
        #expect(try #require(error).first.line == 3)
    }

    @Test func `every beginning of a message is refused`() throws {
        let bytes = try Sample(path: "valid/AdmissionNotice.json").bytes()
        let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
        for count in 0...end {
            #expect(code(Array(bytes[..<count])) != nil, "\(count) bytes")
        }
    }

    private func code(_ text: String) -> RejectionCode? { code(Array(text.utf8)) }

    private func code(_ bytes: [UInt8]) -> RejectionCode? {
        do throws(Rejection) {
            _ = try WireNode.read(bytes, as: .json)
            return nil
        } catch {
            return error.first.code
        }
    }
}
