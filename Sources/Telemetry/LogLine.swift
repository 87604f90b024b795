internal import LinuxSystem

/// One event of the log: when, how grave, what, and the facts that belong to it.
///
/// Written as one line of key=value pairs: `2026-11-22T08:15:00.123456Z level=info event=server-started port=8080`.
package struct LogLine: Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let time: Int64
    package let level: LogLevel
    /// The event's stable name, lower case with hyphens: `connection-refused`.
    package let event: StaticString
    /// The facts, in the order in which they are written.
    package let fields: [(StaticString, LogValue)]

    package init(time: Int64, level: LogLevel, event: StaticString, fields: [(StaticString, LogValue)]) {
        self.time = time
        self.level = level
        self.event = event
        self.fields = fields
    }

    /// The line as UTF-8 with its line feed; it holds exactly one line feed, the last byte.
    package var bytes: [UInt8] {
        var text = UTCText.of(microseconds: time)
        text += " level=\(level.name) event=\(event)"
        for (key, value) in fields {
            text += " \(key)="
            switch value {
            case .integer(let number): text += String(number)
            case .fixed(let fixed): text += Self.quoted(fixed)
            case .token(let token): text += Self.cleaned(token)
            }
        }
        text += "\n"
        return Array(text.utf8)
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        guard !isPlain else { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}": result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func cleaned(_ token: String) -> String {
        let bytes = token.utf8.prefix(Limits.tokenBytes).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"), UInt8(ascii: ":"),
                UInt8(ascii: "_"):
                byte
            default: UInt8(ascii: "?")
            }
        }
        return bytes.isEmpty ? "\"\"" : String(decoding: bytes, as: UTF8.self)
    }
}
