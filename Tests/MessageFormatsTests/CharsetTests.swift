import MessageFormats
import Messages
import Testing

@Suite struct CharsetTests {
    @Test func `the charset of HTTP goes before the declaration`() throws {
        let text = "<?xml version='1.0' encoding='UTF-8'?><a>å</a>"
        #expect(try xml(Array(text.unicodeScalars.map { UInt8($0.value) }), charset: "ISO-8859-1") == "å")
        #expect(try xml(Array(text.unicodeScalars.map { UInt8($0.value) }), charset: "\"latin1\"") == "å")
        #expect(try xml(Array(text.replacing("UTF-8", with: "EBCDIC").utf8), charset: "utf-8") == "å")
    }

    @Test func `the declaration counts when HTTP says nothing`() throws {
        let latin = "<?xml version=\"1.0\" encoding = 'iso-8859-1'?><a>\u{E5}</a>"
        #expect(try xml(Array(latin.unicodeScalars.map { UInt8($0.value) })) == "å")
        let windows =
            Array("<?xml version='1.0' encoding='Windows-1252'?><a>".utf8) + [0x80, 0x96, 0xE5] + Array("</a>".utf8)
        #expect(try xml(windows) == "€–å")
    }

    @Test(arguments: [true, false], [true, false])
    func `UTF-16 is read with and without mark`(isBigEndian: Bool, hasMark: Bool) throws {
        let text = (hasMark ? "\u{FEFF}" : "") + "<?xml version='1.0' encoding='UTF-16'?><a>å🙂</a>"
        let bytes = text.utf16.flatMap { unit in
            isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(try xml(bytes) == "å🙂")
        if hasMark { #expect(try xml(bytes, charset: "utf-16") == "å🙂") }
    }

    @Test func `what cannot be decoded is refused`() {
        #expect(code([0x3C, 0x61, 0x3E, 0xE5, 0x3C]) == .bytesInvalid)
        #expect(code(Array("<a/>".utf8), charset: "shift_jis") == .charsetUnknown)
        #expect(code(Array("<?xml version='1.0' encoding='utf-16'?><a/>".utf8)) == .bytesInvalid)
        #expect(code([0xFF, 0xFE, 0x3C]) == .bytesInvalid)
        #expect(code([0xFF, 0xFE, 0x00, 0xD8, 0x3C, 0x00]) == .bytesInvalid)
        #expect(code(Array("<?xml version='1.0' encoding='windows-1252'?><a>".utf8) + [0x81]) == .bytesInvalid)
        #expect(code(Array("<?xml version='1.0' encoding='us-ascii'?><a>å</a>".utf8)) == .bytesInvalid)
        #expect(code([]) == .emptyBody)
        #expect(code([0xEF, 0xBB, 0xBF]) == .emptyBody)
        #expect(code([0x3C, 0, 0, 0]) != nil)
    }

    @Test func `JSON is UTF-8 with or without mark`() throws {
        #expect(try WireNode.read([0xEF, 0xBB, 0xBF] + Array("\"å\"".utf8), as: .json).text == "å")
        #expect(try WireNode.read(Array("\"å\"".utf8), as: .json, charset: "UTF-8").text == "å")
        #expect(code(Array("1".utf8), charset: "iso-8859-1", form: .json) == .charsetNotAllowed)
        #expect(code([0xFE, 0xFF, 0, 0x31], form: .json) == .charsetNotAllowed)
    }

    private func xml(_ bytes: [UInt8], charset: String? = nil) throws -> String? {
        try WireNode.read(bytes, as: .xml, charset: charset).text
    }

    private func code(_ bytes: [UInt8], charset: String? = nil, form: WireForm = .xml) -> RejectionCode? {
        do throws(Rejection) {
            _ = try WireNode.read(bytes, as: form, charset: charset)
            return nil
        } catch {
            return error.first.code
        }
    }
}
