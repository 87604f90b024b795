import Foundation
import MessageFormats
import Messages
import Testing

/// Files that go with a message: what they may be, how large, and that they survive both forms.
@Suite struct AttachmentTests {
    private static let largest = 5_000_000

    /// A message with one attachment, in JSON.
    private func message(_ mediaType: String, base64: String) throws -> [UInt8] {
        let text = String(decoding: try Sample(path: "valid/GeneralMessage.json").bytes(), as: UTF8.self)
        let attachment = "{\"name\": \"bilaga\", \"mediaType\": \"\(mediaType)\", \"data\": \"\(base64)\"}"
        let subject = "\"subject\":"
        try #require(text.contains(subject))
        return Array(text.replacing(subject, with: "\"attachments\": [\(attachment)], \(subject)").utf8)
    }

    private func problems(_ mediaType: String, base64: String) throws -> [String] {
        let bytes = try message(mediaType, base64: base64)
        do throws(Rejection) {
            _ = try MessageReader().read(bytes, as: .json)
            return []
        } catch {
            return error.problems.map { "\($0.code) \($0.path ?? "")" }
        }
    }

    @Test func `a file of five million bytes passes in both forms and back`() throws {
        let file = Data("%PDF-1.7\n".utf8) + Data(repeating: 0xA5, count: Self.largest - 9)
        let sent = try MessageReader().read(
            message("application/pdf", base64: file.base64EncodedString()), as: .json)
        let xml = MessageWriter().write(sent.message, as: .xml)
        let read = try MessageReader().read(xml, as: .xml)
        #expect(read.message.record == sent.message.record)
        let attachment = read.message.content.items("attachments").first?.record
        #expect(attachment?.text("data").flatMap { Data(base64Encoded: $0) } == file)
        #expect(MessageWriter().write(read.message, as: .json) == MessageWriter().write(sent.message, as: .json))
    }

    @Test func `a byte more is refused, and so is what is longer than any attachment`() throws {
        let file = Data("%PDF-1.7\n".utf8) + Data(repeating: 0, count: Self.largest - 8)
        #expect(
            try problems("application/pdf", base64: file.base64EncodedString())
                == ["VX-1251 /content/attachments/0/data"])
        #expect(
            try problems("application/pdf", base64: String(repeating: "A", count: 8_000_004))
                == ["VX-1105 /content/attachments/0/data"])
    }

    @Test(arguments: ["AAAAA", "AAAAAA", "AAA=A=", "AAA==", "QUI=QUI=", "QUI\\n", "QU I=", "QUI-", "QUJ=", "QR=="])
    func `what is not whole base64 is refused`(base64: String) throws {
        let codes = try problems("text/plain", base64: base64)
        #expect(
            codes == ["VX-1105 /content/attachments/0/data"] || codes == ["VX-1250 /content/attachments/0/data"])
    }

    @Test(arguments: [
        ("application/pdf", [UInt8]("%PDF-1.4".utf8)), ("application/pdf", [0xEF, 0xBB, 0xBF] + "\n%PDF-2.0".utf8),
        ("text/plain", [UInt8]("Såromläggning".utf8)), ("text/plain", [0xEF, 0xBB, 0xBF] + "x".utf8),
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]), ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0]),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00, 8]), ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A, 0]),
    ])
    func `a file of its type passes, and as any other type it is refused`(mediaType: String, bytes: [UInt8]) throws {
        let base64 = Data(bytes).base64EncodedString()
        #expect(try problems(mediaType, base64: base64).isEmpty)
        for other in ["application/pdf", "image/png", "image/jpeg", "image/tiff"] where other != mediaType {
            #expect(try problems(other, base64: base64) == ["VX-1252 /content/attachments/0/data"], "\(other)")
        }
    }

    @Test(arguments: [[0x4D, 0x5A, 0x90], [UInt8]("hemsjukv\u{E5}rd".unicodeScalars.map { UInt8($0.value) })])
    func `a program, or a text in another character set, is no text`(bytes: [UInt8]) throws {
        #expect(
            try problems("text/plain", base64: Data(bytes).base64EncodedString())
                == ["VX-1252 /content/attachments/0/data"])
    }

    @Test(arguments: ["../x.pdf", "a/b.pdf", "C:\\\\x.pdf", ".profile", "a\\nb.pdf"])
    func `a file name leads nowhere else`(name: String) throws {
        let problems = try Sample.problems("GeneralMessage-attachments.json", "vecka 48.txt", name)
        #expect(problems == ["VX-1105 /content/attachments/0/name"])
    }

    @Test func `a type of file that could be run is no type of attachment`() throws {
        #expect(
            try Sample.problems("GeneralMessage-attachments.json", "text/plain", "text/html")
                == ["VX-1108 /content/attachments/0/mediaType"])
    }

    @Test func `an attachment is not told on the law's basis alone`() throws {
        #expect(
            try Sample.problems("GeneralMessage-attachments.xml", ">consent<", ">lag-2017-612<")
                == ["VX-1209 /message/content/generalMessage/attachments"])
    }
}
