import Messages
import Testing

@testable import MessageFormats

@Suite struct JSONWriterTests {
    /// Byte by byte, as RFC 8259 §7 has it and the writer's short forms.
    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "\u{0}"..."\u{1F}": "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private func written(_ text: String) -> String {
        var writer = JSONWriter(layout: .compact)
        writer.text(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `what must be escaped is escaped in every place, and nothing else`() {
        let special = (0..<0x20).map { Unicode.Scalar(UInt8($0)) } + ["\"", "\\", "\u{7F}", "å", "🙂", "\u{80}"]
        for filler in ["a", "!", "\u{7F}", "ö", "\""] {
            for length in 0..<19 {
                for place in 0...length {
                    for scalar in special {
                        let text =
                            String(repeating: filler, count: place) + String(scalar)
                            + String(repeating: filler, count: length - place)
                        #expect(written(text) == quoted(text))
                    }
                }
            }
        }
    }

    @Test(arguments: Sample.valid)
    func `the canonical bytes are the compact JSON without the id of the attempt`(sample: Sample) throws {
        let message = try sample.read().message
        let attempt = message.record.setting(
            "transmissionId", to: .text("0d9c1f0e-0000-4000-8000-000000000001"))
        let sent = try #require(Message(type: message.type, record: attempt))
        let expected = MessageWriter().write(sent.withoutTransmissionID(), as: .json)
        #expect(MessageWriter().canonicalBytes(of: sent) == expected)
        #expect(MessageWriter().canonicalBytes(of: message) == expected)
    }
}
