import MessageFormats
import Messages

/// What must hold of the step that brings XML to UTF-8: the same text gets the same verdict in every encoding.
enum CharsetProperties {
    private enum Verdict: Equatable {
        case message(Record)
        case refusal([Problem])
    }

    private static let names = [
        "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "utf-16", "utf-16be", "utf-16le", "\"UTF-8\"", "shift_jis",
    ]

    static func ofText(_ bytes: [UInt8]) -> String? {
        for name in names {
            if let finding = ReaderProperties.ofMessage(bytes, as: .xml, charset: name) { return "\(name): \(finding)" }
        }
        guard let text = String(validating: bytes, as: UTF8.self), isPlain(bytes, text) else { return nil }
        let expected = verdict(bytes, nil)
        for (name, encoded, charset) in encodings(of: text) where verdict(encoded, charset) != expected {
            return "another verdict in \(name)"
        }
        return nil
    }

    /// Whether nothing in the text says how it is encoded, or looks as if it did.
    private static func isPlain(_ bytes: [UInt8], _ text: String) -> Bool {
        !bytes.isEmpty && !bytes.starts(with: [0xEF, 0xBB, 0xBF]) && !bytes.prefix(4).contains(0)
            && !text.contains("encoding")
    }

    private static func encodings(of text: String) -> [(name: String, bytes: [UInt8], charset: String?)] {
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var encodings: [(name: String, bytes: [UInt8], charset: String?)] = [
            ("UTF-8 with its mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8), nil),
            ("UTF-8 by name", Array(text.utf8), "utf-8"),
            ("UTF-16 of the one order with its mark", [0xFE, 0xFF] + big, nil),
            ("UTF-16 of the other order with its mark", [0xFF, 0xFE] + little, "utf-16"),
            ("UTF-16 of the one order by name", big, "utf-16be"),
            ("UTF-16 of the other order by name", little, "utf-16le"),
        ]
        let scalars = text.unicodeScalars.map(\.value)
        if scalars.allSatisfy({ $0 < 0x100 }) {
            encodings.append(("Latin-1", scalars.map { UInt8($0) }, "iso-8859-1"))
        }
        if scalars.allSatisfy({ $0 < 0x80 || (0xA0..<0x100).contains($0) }) {
            encodings.append(("Windows-1252", scalars.map { UInt8($0) }, "windows-1252"))
        }
        return encodings
    }

    private static func verdict(_ bytes: [UInt8], _ charset: String?) -> Verdict {
        do throws(Rejection) {
            return .message(try MessageReader().read(bytes, as: .xml, charset: charset).message.record)
        } catch {
            return .refusal(error.problems)
        }
    }
}
