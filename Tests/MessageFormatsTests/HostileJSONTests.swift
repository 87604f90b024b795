import MessageFormats
import Messages
import Testing

/// JSON that someone wrote to do harm, or that a poor program wrote, in the place of a value of a message.
@Suite struct HostileJSONTests {
    private let sample: String
    private let subjectLine: Int

    init() throws {
        sample = String(decoding: try Sample(path: "valid/GeneralMessage.json").bytes(), as: UTF8.self)
        let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
        subjectLine = 1 + (lines.firstIndex { $0.contains("\"subject\"") } ?? 0)
    }

    private func answer(subject: String) -> Answer {
        Answer(sample.replacing("\"Hemtjänst från torsdag?\"", with: subject), as: .json)
    }

    private func answer(version: String) -> Answer {
        Answer(sample.replacing("\"version\": 1", with: "\"version\": \(version)"), as: .json)
    }

    @Test(arguments: [
        // Syntax.
        ("\"a", RejectionCode.jsonNotWellFormed), ("a", .jsonNotWellFormed), ("'a'", .jsonNotWellFormed),
        ("\"a\" \"b\"", .jsonNotWellFormed), ("\"a\\'\"", .jsonNotWellFormed), ("\"\\u12\"", .jsonNotWellFormed),
        ("\"\\uD83D\\u12\"", .jsonNotWellFormed), ("\"a\tb\"", .jsonNotWellFormed), ("\"\u{0}\"", .jsonNotWellFormed),
        ("\u{0}", .jsonNotWellFormed), ("/* x */\"a\"", .jsonNotWellFormed), ("\"a\" // x", .jsonNotWellFormed),
        ("undefined", .jsonNotWellFormed), ("NaN", .jsonNotWellFormed), ("-Infinity", .jsonNotWellFormed),
        ("", .jsonNotWellFormed), (",", .jsonNotWellFormed), ("[1,]", .jsonNotWellFormed),
        ("{\"a\":1,}", .jsonNotWellFormed),
        ("\u{FEFF}\"a\"", .jsonNotWellFormed), ("\u{A0}\"a\"", .jsonNotWellFormed), ("\u{B}\"a\"", .jsonNotWellFormed),
        // Halves of pairs, and characters that XML cannot hold.
        ("\"\\ud83d\"", .jsonLoneSurrogate), ("\"\\ude42\"", .jsonLoneSurrogate),
        ("\"\\ude42\\ud83d\"", .jsonLoneSurrogate),
        ("\"\\ud83d\\ud83d\\ude42\"", .jsonLoneSurrogate), ("\"\\ud83dx\\ude42\"", .jsonLoneSurrogate),
        ("\"\\u0000\"", .forbiddenCharacter), ("\"\\u001b\"", .forbiddenCharacter),
        ("\"\\uFFFE\"", .forbiddenCharacter),
        ("\"\\b\"", .forbiddenCharacter), ("\"\u{FFFF}\"", .forbiddenCharacter),
        ("{\"\\u0000\": 1}", .forbiddenCharacter),
        // Values of another kind.
        ("1", .wrongKind), ("true", .wrongKind), ("[]", .wrongKind), ("{}", .wrongKind), ("[\"a\"]", .wrongKind),
        ("\"\"", .emptyValue), ("null", .missingMember), ("\"a\", \"subject\": \"a\"", .duplicateMember),
        ("\"a\", \"subj\\u0065ct\": \"a\"", .duplicateMember), ("\"a\", \"subject\": null", .duplicateMember),
        ("\"a\", \"Subject\": \"a\"", .unknownMember), ("\"a\", \"\": \"a\"", .unknownMember),
        ("\"a\", \"__proto__\": {}", .unknownMember), ("\"a\", \"subject\\u0301\": \"a\"", .unknownMember),
    ])
    func `a value that is none is refused with code and line`(subject: String, code: RejectionCode) throws {
        let answer = answer(subject: subject)
        #expect(answer.code == code)
        // A string without end runs to the end of its line or further; a missing member is told where its object begins.
        let line = try #require(answer.line)
        let near = subjectLine - 1...subjectLine + 1
        #expect(near.contains(line), "\(line) \(subjectLine)")
    }

    @Test(arguments: [
        ("\"\\ud83d\\ude42\"", "🙂"), ("\"\\uD83D\\uDE42\\u0065\\u0301\"", "🙂e\u{301}"),
        ("\"\\\"\\\\\\/\\n\\r\\t\"", "\"\\/\n\r\t"), ("\"\u{7F}\u{85}\u{2028}\"", "\u{7F}\u{85}\u{2028}"),
        ("\"\\u2028\\u202e\"", "\u{2028}\u{202E}"), ("\"\u{FEFF}a\"", "\u{FEFF}a"),
        ("\"<!DOCTYPE x>&x;\"", "<!DOCTYPE x>&x;"),
        ("\"\\\\u0000\"", "\\u0000"),
    ])
    func `escapes are read as the text that they are`(subject: String, text: String) {
        #expect(answer(subject: subject).subject.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [
        ("01", RejectionCode.jsonNotWellFormed), ("+1", .jsonNotWellFormed), ("1.", .jsonNotWellFormed),
        (".5", .jsonNotWellFormed), ("0x1", .jsonNotWellFormed), ("1e", .jsonNotWellFormed),
        ("--1", .jsonNotWellFormed),
        ("1 000", .jsonNotWellFormed), ("1_000", .jsonNotWellFormed), ("١", .jsonNotWellFormed),
        ("0", .numberOutOfRange), ("-1", .numberOutOfRange), ("-0", .numberOutOfRange), ("1.0", .numberOutOfRange),
        ("1e0", .numberOutOfRange), ("1E400", .numberOutOfRange), ("1000000000", .numberOutOfRange),
        ("9223372036854775808", .numberOutOfRange), ("18446744073709551617", .numberOutOfRange),
        ("\"1\"", .wrongKind), ("true", .wrongKind), ("[1]", .wrongKind), ("2", .unknownVersion),
        ("999999999", .unknownVersion),
    ])
    func `a number that is none, or none of ours, is refused`(version: String, code: RejectionCode) {
        let answer = answer(version: version)
        #expect(answer.code == code)
        #expect(answer.line == 5)
    }

    @Test func `a number of many digits is refused by its length`() {
        #expect(answer(version: String(repeating: "9", count: 40)).code == .numberOutOfRange)
        #expect(answer(version: String(repeating: "9", count: 41)).code == .jsonNumberTooLarge)
        #expect(answer(version: "1e" + String(repeating: "9", count: 5_000_000)).code == .jsonNumberTooLarge)
        #expect(answer(version: "0." + String(repeating: "0", count: 5_000_000)).code == .jsonNumberTooLarge)
    }

    @Test func `depth, values and lengths are limited`() {
        func deep(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        // The subject is the third level of the message.
        #expect(answer(subject: deep(62, "[", "]")).code == .wrongKind)
        #expect(answer(subject: deep(63, "[", "]")).code == .jsonTooDeep)
        #expect(answer(subject: deep(63, "{\"a\":", "}")).code == .jsonTooDeep)
        #expect(answer(subject: String(repeating: "[", count: 5_000_000)).code == .jsonTooDeep)
        #expect(answer(subject: String(repeating: "{\"a\":", count: 1_000_000)).line == subjectLine)
        #expect(answer(subject: "[" + String(repeating: "1,", count: 200_000) + "1]").code == .jsonTooLarge)
        #expect(answer(subject: "\"\(String(repeating: "🙂", count: 200))\"").subject?.unicodeScalars.count == 200)
        #expect(answer(subject: "\"\(String(repeating: "🙂", count: 201))\"").code == .tooLong)
        #expect(answer(subject: "\"\(String(repeating: "\\ud83d\\ude42", count: 201))\"").code == .tooLong)
        #expect(answer(subject: "\"\(String(repeating: "x", count: 12_000_000))\"").code == .tooLong)
    }

    @Test(arguments: ["x", "{}", ",", "]", "}", "\u{0}", "//", "null", "\u{FEFF}"])
    func `what stands behind the message is refused`(rest: String) {
        #expect(Answer(sample + rest, as: .json).code == .jsonNotWellFormed)
        #expect(Answer(sample + " \r\n\t", as: .json).code == nil)
    }

    @Test(arguments: [
        ("", RejectionCode.emptyBody), (" \n", .emptyBody), ("null", .notAMessage), ("1", .notAMessage),
        ("\"x\"", .notAMessage),
        ("[]", .notAMessage), ("[{}]", .notAMessage), ("true", .notAMessage), ("{}", .missingMember),
        ("<message/>", .jsonNotWellFormed), ("{\"content\":null}", .missingMember), ("{\"type\":{}}", .wrongKind),
    ])
    func `what is no message is refused`(text: String, code: RejectionCode) {
        #expect(Answer(text, as: .json).problems.map(\.code).contains(code))
    }
}
