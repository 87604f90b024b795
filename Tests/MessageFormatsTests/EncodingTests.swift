import MessageFormats
import Messages
import Testing

/// Charset of HTTP, then byte order mark, then declaration, then UTF-8: every pair that agrees, and every one that does not.
@Suite struct EncodingTests {
    /// How a document is sent: its bytes, what it says of itself, what HTTP says.
    struct Sending: Sendable, CustomTestStringConvertible {
        let encoding: TestEncoding
        let declared: String?
        let http: String?

        init(_ encoding: TestEncoding, _ declared: String? = nil, http: String? = nil) {
            self.encoding = encoding
            self.declared = declared
            self.http = http
        }

        var testDescription: String { "\(encoding) declared \(declared ?? "-") http \(http ?? "-")" }

        /// The bytes of a general message with a subject.
        func bytes(_ subject: String) throws -> [UInt8] {
            let sample = String(decoding: try Sample(path: "valid/GeneralMessage.xml").bytes(), as: UTF8.self)
            let body = sample.drop { $0 != "\n" }.replacing("Hemtjänst från torsdag?", with: subject)
            let declaration = declared.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
            return encoding.bytes(declaration + body.drop { $0.isNewline })
        }
    }

    @Test(arguments: [
        Sending(.utf8), Sending(.utf8, "UTF-8"), Sending(.utf8, "utf8"), Sending(.utf8, http: "UTF-8"),
        Sending(.utf8, "ISO-8859-1", http: "utf-8"), Sending(.utf8, "UTF-16", http: "\"utf-8\""),
        Sending(.utf8, "no-such-charset", http: "utf-8"), Sending(.utf8WithMark), Sending(.utf8WithMark, "UTF-8"),
        Sending(.utf8WithMark, "ISO-8859-1"), Sending(.utf8WithMark, "UTF-16", http: "Utf-8"),
        Sending(.utf16LittleEndianWithMark), Sending(.utf16LittleEndianWithMark, "UTF-16"),
        Sending(.utf16LittleEndianWithMark, "UTF-8"), Sending(.utf16LittleEndianWithMark, "UTF-16", http: "utf-16"),
        Sending(.utf16LittleEndianWithMark, http: "UTF-16LE"), Sending(.utf16BigEndianWithMark),
        Sending(.utf16BigEndianWithMark, "UTF-16"), Sending(.utf16BigEndianWithMark, "UTF-16", http: "utf-16"),
        Sending(.utf16BigEndianWithMark, "ISO-8859-1", http: "utf-16be"), Sending(.utf16LittleEndian, "UTF-16"),
        Sending(.utf16BigEndian, "UTF-16"), Sending(.utf16LittleEndian, "UTF-16", http: "utf-16le"),
        Sending(.utf16BigEndian, "UTF-16", http: "utf-16be"), Sending(.utf16BigEndian, http: "utf-16"),
        Sending(.latin1, "ISO-8859-1"), Sending(.latin1, "iso-8859-1"), Sending(.latin1, "latin1"),
        Sending(.latin1, http: "ISO-8859-1"), Sending(.latin1, "UTF-8", http: "iso-8859-1"),
        Sending(.windows1252, "windows-1252"), Sending(.windows1252, "Windows-1252", http: "windows-1252"),
        Sending(.windows1252, "ISO-8859-1", http: "CP1252"), Sending(.windows1252, http: "windows-1252"),
    ])
    func `a message is the same in every encoding that is told`(sending: Sending) throws {
        let plain = try MessageReader().read(Sending(.utf8).bytes("Får åka på en ö?"), as: .xml).message
        let read = try MessageReader().read(sending.bytes("Får åka på en ö?"), as: .xml, charset: sending.http)
        #expect(read.message.record == plain.record && read.warnings.isEmpty)
        let decoded = try MessageReader().decode(
            sending.bytes("Får åka på en ö?"), as: .xml, charset: sending.http)
        #expect(decoded.record == plain.record)
        #expect(MessageWriter().canonicalBytes(of: read.message) == MessageWriter().canonicalBytes(of: plain))
    }

    @Test(arguments: [
        // Bytes that are not what the document, or HTTP, says they are.
        (Sending(.latin1), RejectionCode.bytesInvalid), (Sending(.latin1, "UTF-8"), .bytesInvalid),
        (Sending(.latin1, "US-ASCII"), .bytesInvalid), (Sending(.latin1, "ISO-8859-1", http: "utf-8"), .bytesInvalid),
        (Sending(.utf8, "UTF-16"), .bytesInvalid), (Sending(.utf8, "UTF-16LE"), .bytesInvalid),
        (Sending(.utf8, http: "us-ascii"), .bytesInvalid),
        (Sending(.utf16LittleEndianWithMark, "UTF-16", http: "utf-8"), .bytesInvalid),
        // A mark that another charset reads as letters, which then stand before the document.
        (Sending(.utf8WithMark, "UTF-8", http: "iso-8859-1"), .xmlNotWellFormed),
        (Sending(.utf8WithMark, "UTF-8", http: "windows-1252"), .xmlNotWellFormed),
        // Charsets that nobody reads here.
        (Sending(.utf8, "EBCDIC"), .charsetUnknown), (Sending(.utf8, "UTF-7"), .charsetUnknown),
        (Sending(.utf8, "UTF-32"), .charsetUnknown), (Sending(.utf8, "ISO-8859-15"), .charsetUnknown),
        (Sending(.utf8, "UTF-8", http: "shift_jis"), .charsetUnknown), (Sending(.utf8, ""), .charsetUnknown),
        (Sending(.utf8, http: ""), .charsetUnknown),
    ])
    func `a message in another encoding than told is refused`(sending: Sending, code: RejectionCode) throws {
        #expect(throws: Rejection.self) { try sending.read("Får åka på en ö?") }
        #expect(sending.code("Får åka på en ö?") == code)
    }

    @Test func `UTF-16 in the other order than told is refused`() {
        for (encoding, http) in [
            (TestEncoding.utf16LittleEndianWithMark, "utf-16be"), (.utf16BigEndianWithMark, "utf-16le"),
            (.utf16LittleEndian, "utf-16be"), (.utf16LittleEndian, "utf-16"),
        ] {
            let code = Sending(encoding, "UTF-16", http: http).code("å")
            #expect(code?.text.hasPrefix("VX-10") == true, "\(encoding) \(http)")
        }
    }

    @Test func `a text is what its encoding says, also where two encodings differ`() throws {
        #expect(try Sending(.windows1252, "windows-1252").read("5 €") == "5 €")
        // The byte 0x80 is the euro sign in Windows-1252 and a control character in ISO-8859-1.
        #expect(try Sending(.windows1252, "iso-8859-1").read("5 €") == "5 \u{80}")
        #expect(try Sending(.utf16BigEndianWithMark, "UTF-16").read("🙂 e\u{301} 𐀀") == "🙂 e\u{301} 𐀀")
        #expect(try Sending(.latin1, "iso-8859-1").read("&#x1F642; &#229;") == "🙂 å")
    }

    @Test func `bytes that Windows-1252 does not have are refused with their line`() throws {
        let bytes = try Sending(.windows1252, "windows-1252").bytes("5 €")
        for undefined in [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8] {
            let broken = bytes.map { $0 == 0x80 ? undefined : $0 }
            let line = 1 + broken.prefix { $0 != undefined }.count { $0 == 0x0A }
            let error = #expect(throws: Rejection.self) { try MessageReader().read(broken, as: .xml) }
            #expect(error?.first == Problem(.bytesInvalid, line: line))
        }
    }

    @Test func `one mark is taken away, a second is text`() throws {
        let json = try Sample(path: "valid/GeneralMessage.json").bytes()
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let plain = try MessageReader().read(json, as: .json).message
        #expect(try MessageReader().read(mark + json, as: .json).message.record == plain.record)
        #expect(try MessageReader().read(mark + json, as: .json, charset: "utf-8").message.record == plain.record)
        #expect(code(mark + mark + json, .json) == .jsonNotWellFormed)
        #expect(code(mark + (try Sending(.utf8WithMark).bytes("å")), .xml) == .xmlNotWellFormed)
        let twice = try Sending(.utf16LittleEndianWithMark).bytes("å")
        #expect(code([0xFF, 0xFE] + twice, .xml) == .xmlNotWellFormed)
    }

    @Test(arguments: [
        (TestEncoding.utf16LittleEndianWithMark, nil, RejectionCode.charsetNotAllowed),
        (.utf16BigEndianWithMark, nil, .charsetNotAllowed), (.utf16LittleEndianWithMark, "utf-16", .charsetNotAllowed),
        (.utf16LittleEndian, nil, .bytesInvalid), (.utf16BigEndian, nil, .bytesInvalid),
        (.utf8, "utf-16", .charsetNotAllowed), (.utf8, "iso-8859-1", .charsetNotAllowed),
        (.utf8, "windows-1252", .charsetNotAllowed), (.utf8, "ebcdic", .charsetUnknown), (.latin1, nil, .bytesInvalid),
    ])
    func `JSON is UTF-8 and nothing else`(encoding: TestEncoding, http: String?, code: RejectionCode) throws {
        let text = String(decoding: try Sample(path: "valid/GeneralMessage.json").bytes(), as: UTF8.self)
        #expect(self.code(encoding.bytes(text), .json, charset: http) == code)
    }

    @Test(arguments: WireForm.allCases)
    func `what goes out is UTF-8 without mark`(form: WireForm) throws {
        let message = try MessageReader().read(Sending(.utf16BigEndianWithMark, "UTF-16").bytes("å🙂"), as: .xml).message
        let bytes = MessageWriter().write(message, as: form)
        #expect(bytes.first == UInt8(ascii: form == .xml ? "<" : "{"))
        #expect(String(validating: bytes, as: UTF8.self)?.contains("å🙂") == true)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("UTF-16"))
    }

    private func code(_ bytes: [UInt8], _ form: WireForm, charset: String? = nil) -> RejectionCode? {
        Answer(bytes, as: form, charset: charset).code
    }
}

extension EncodingTests.Sending {
    /// The subject that is read.
    func read(_ subject: String) throws -> String? {
        try MessageReader().read(bytes(subject), as: .xml, charset: http).message.content.text("subject")
    }

    /// The first code that is told; nil for a message that is taken.
    func code(_ subject: String) -> RejectionCode? {
        (try? bytes(subject)).flatMap { Answer($0, as: .xml, charset: http).code }
    }
}
