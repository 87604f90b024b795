import MessageFormats
import Messages
import Testing

/// Bytes that are no UTF-8, in every way in which they can fail to be, are refused in both forms, with their line.
@Suite struct HostileBytesTests {
    /// Sequences that are not well-formed, by the classes of Unicode's table 3-7.
    ///
    /// Source: Unicode 16 §3.9, D92.
    private static let classes: [(String, [UInt8])] = [
        ("a continuation alone", [0x80]), ("the last continuation alone", [0xBF]), ("a lead without its rest", [0xC3]),
        ("a lead of three without its rest", [0xE2, 0x82]), ("a lead of four without its rest", [0xF0, 0x9F, 0x99]),
        ("a lead before a letter", [0xC3, 0x41]), ("overlong NUL", [0xC0, 0x80]), ("overlong slash", [0xC0, 0xAF]),
        ("overlong, two bytes", [0xC1, 0xBF]), ("overlong, three bytes", [0xE0, 0x80, 0xAF]),
        ("the highest overlong, three bytes", [0xE0, 0x9F, 0xBF]), ("overlong, four bytes", [0xF0, 0x80, 0x80, 0xAF]),
        ("the highest overlong, four bytes", [0xF0, 0x8F, 0xBF, 0xBF]), ("the first surrogate", [0xED, 0xA0, 0x80]),
        ("the last surrogate", [0xED, 0xBF, 0xBF]), ("a pair of surrogates", [0xED, 0xA0, 0xBD, 0xED, 0xB9, 0x82]),
        ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]), ("a lead beyond U+10FFFF", [0xF5, 0x80, 0x80, 0x80]),
        ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]), ("six bytes", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]),
        ("0xFE", [0xFE]), ("0xFF", [0xFF]), ("a continuation too many", [0xC3, 0xA5, 0xA5]),
    ]

    @Test(arguments: classes, WireForm.allCases)
    func `bytes that are no UTF-8 are refused with their line`(kind: (String, [UInt8]), form: WireForm) throws {
        let sample = Sample(path: "valid/GeneralMessage.\(form == .xml ? "xml" : "json")")
        let text = String(decoding: try sample.bytes(), as: UTF8.self)
        let halves = text.split(separator: "torsdag?", maxSplits: 1)
        let before = Array(halves[0].utf8)
        let answer = Answer(before + kind.1 + Array(halves[1].utf8), as: form)
        #expect(answer.code == .bytesInvalid, "\(kind.0)")
        #expect(answer.line == 1 + before.count { $0 == 0x0A }, "\(kind.0)")
    }

    @Test(arguments: WireForm.allCases)
    func `the first and last characters of every length are read`(form: WireForm) throws {
        let sample = Sample(path: "valid/GeneralMessage.\(form == .xml ? "xml" : "json")")
        let text = String(decoding: try sample.bytes(), as: UTF8.self)
        let characters = "\u{20}\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}"
        let changed = text.replacing("torsdag?", with: characters)
        #expect(Answer(changed, as: form).subject?.hasSuffix(characters) == true)
    }
}
