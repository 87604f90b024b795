import Foundation
@testable import Messages
import TestSupport

extension MessageGenerator {
    /// What a text may hold and what often goes wrong on the way: white space, signs of the formats, letters of many scripts.
    private static let pieces = [
        "a", "Östra Ågatan 5", "fall", " ", "  ", "\n", "\r", "\r\n", "\t", "<", "&", "&amp;", "]]>", "\"", "'", "\\",
        "\\u00e5", "/", "{}", "é", "e\u{301}", "🙂", "👩\u{200D}⚕️", "𐀀", "\u{10FFFF}", "عربى", "\u{202E}bidi\u{202C}",
        "\u{2066}x\u{2069}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{FFFD}", "\u{E000}", "null",
        "0", "191212121212", "čáhci", "ẞ", "\u{1F1F8}\u{1F1EA}", "%00", "<!--", "<?x?>", "${x}",
    ]

    private static let patterns = Dictionary(
        SchemaScalars.all.compactMap { scalar in scalar.pattern.map { (scalar.name, TextPattern($0)) } },
        uniquingKeysWith: { first, _ in first })

    /// A value of a scalar type: by its pattern, or free text.
    mutating func scalar(_ type: ScalarType) -> TestTree {
        if case .text = type.kind { return .text(likely(type) ?? matching(type) ?? text(type.length)) }
        return .bare(matching(type) ?? "")
    }

    /// Free text within a length in scalars.
    mutating func text(_ length: ClosedRange<Int> = 1...40) -> String {
        guard !chance(0.01), length.upperBound <= 1000 else {
            return String(repeating: "🙂", count: min(length.upperBound, 1000))
        }
        var text = Self.pieces.randomElement(using: &random) ?? "x"
        while chance(0.6) { text += Self.pieces.randomElement(using: &random) ?? "x" }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(length.upperBound)))
    }

    private mutating func matching(_ type: ScalarType) -> String? {
        guard let pattern = Self.patterns[type.name] else { return nil }
        for _ in 0..<50 {
            let text = pattern.text(&random)
            if type.length.contains(text.unicodeScalars.count) { return text }
        }
        return nil
    }

    /// What the rules like to see; nil when the pattern alone says what comes.
    private mutating func likely(_ type: ScalarType) -> String? {
        switch type.name {
        case ScalarType.uuid.name: return uuid()
        case ScalarType.hsaID.name where chance(0.8):
            return "SE000000000\(Int.random(in: 0...9, using: &random))-X\(Int.random(in: 0...99, using: &random))"
        case ScalarType.dateTime.name where chance(0.9): return moment()
        case ScalarType.when.name where chance(0.9): return chance(0.5) ? moment() : String(moment().prefix(10))
        case ScalarType.date.name where chance(0.9): return String(moment().prefix(10))
        default: return nil
        }
    }

    private mutating func uuid() -> String {
        let digits = String(format: "%016lx%016lx", random.next(), random.next())
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return chance(0.2) ? text.uppercased() : text
    }

    /// A moment of the autumn when the clocks are put back.
    private mutating func moment() -> String {
        let (day, hour, minute) = (
            Int.random(in: 20...31, using: &random), Int.random(in: 0...23, using: &random),
            Int.random(in: 0...59, using: &random)
        )
        let offset = ["Z", "+01:00", "+02:00", "-00:00", ".5+01:00"].randomElement(using: &random) ?? "Z"
        return String(format: "2026-10-%02d", day) + String(format: "T%02d:%02d:00", hour, minute) + offset
    }
}
