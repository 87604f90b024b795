@testable import Messages
import TestSupport

extension Changer {
    /// Texts that are values of one kind and not of another, or of none.
    private static let texts = [
        " ", "x", "  x ", "true", "True", "1", "0", "-1", "007", "+5", "1.0", "1e3", "12345678901234567890", "ny\nrad",
        "\t", "2026-11-22", "2026-02-29", "2024-02-29", "2100-02-29", "2000-02-29", "0999-12-31",
        "2026-11-22T08:15:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T23:59:60+01:00", "2026-11-22T08:15:00+14:00", "2026-11-22T08:15:00+14:01",
        "2026-11-22T08:15:00.123456789+01:00", "2026-11-22T08:15:00.1234567890Z", "2026-11-22T08:15:00.Z",
        "2026-11-22t08:15:00Z", "2026-11-22T08:15:00z", "2026-11-22T08:15:00", "2026-11-22T08:15Z", " 2026-11-22",
        "2026-11-22\n", "٢٠٢٦-11-22", "0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11", "0D9C2C5E-6C1C-4D9D-8F0B-0F6F6C0A1B11",
        "0d9c2c5e6c1c4d9d8f0b0f6f6c0a1b11", "{0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11}",
        "0d9c2c5g-6c1c-4d9d-8f0b-0f6f6c0a1b11",
        "SE0000000002-SOC1", "se0000000002-soc1", "SE 1", "2580", "258", "25800", "٢٥٨٠", "sv", "sv-FI", "svenska-",
        "SE",
        "se", "S", "191212121212", "19121212-1212", "1.2.752.97.3.1.3", "1.02", "3.1", "1.", "given", "e\u{301}", "🙂",
        "<&>\"'\\", "]]>", "\u{85}", "\u{7F}", "ｓｅ", "https://mote.example/a?b=c#d", "http://mote.example",
        "HTTPS://mote.example", "https://a@b.example", "https://a.example:99999/", "https://a.example:999999/",
        "https://å.example", "https://a.example/å", "https://", "https://-a.example", "\r", "a\r\nb",
        "https://a.example/" + String(repeating: "b", count: 2000), "1.2." + String(repeating: "9", count: 64),
        String(repeating: "a", count: 31), String(repeating: "a", count: 32), String(repeating: "å", count: 64),
    ]

    private static let numbers = [
        "", " ", "x", "true", "false", "True", "TRUE", "0", "1", "-1", "-0", "007", "+5", "999999999", "1000000000",
        "12345678901234567890", " 1", "1 ", "1\n", "1_0", "0x1", "١", "null", "NaN",
    ]

    /// Another value for one that stands at a place.
    mutating func value(for site: DeclaredSite, _ change: Change) -> TestTree? {
        switch change {
        case .emptied: .text("")
        case .tooLong: freeLength(site).map { .text(String(repeating: pick(["x", "å", "🙂"]), count: $0 + 1)) }
        case .longest: freeLength(site).map { .text(String(repeating: pick(["x", "å", "🙂"]), count: $0)) }
        case .badValue: .text(spoiled(site.value.leaf ?? ""))
        case .badNumber: .bare(pick(Self.numbers))
        case .fraction: .bare(pick(["1.0", "1e0", "1.5", "10E-1"]))
        case .badCode:
            .text(pick(["noSuchCode", (site.value.leaf ?? "").uppercased() + "X", (site.value.leaf ?? "") + " ", " "]))
        case .unknownOpenCode: .object([.init("code", .text("noSuchCode"))])
        case .openCodeOfOwn: .object([.init("code", .text("noSuchCode")), .init("text", .text("egen text"))])
        case .textForObject, .textForList: .text("text")
        case .objectForText, .objectForList: .object([.init("unknownMember", .text("x"))])
        case .listForObject: .list(item: "item", [site.value])
        case .numberForText: .bare(pick(["0", "-17.5e3", "191212121212"]))
        case .truthForText: .bare(pick(["true", "false"]))
        case .textForNumber: site.value.leaf.map { .text($0) }
        case .null: .null
        case .unknownType: .text("NoSuchType")
        case .otherType: .text(pick(MessageCatalogue.standard.types.map(\.name)))
        case .otherVersion: .bare(String(type.version + 90))
        case .forbiddenCharacter: .text("a" + pick(["\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"]))
        default: mark(change).map { .marked($0, site.value) }
        }
    }

    private func mark(_ change: Change) -> TestTree.Mark? {
        switch change {
        case .attribute: .attribute
        case .strayText: .strayText
        case .foreignNamespace: .foreignNamespace
        case .noNamespace: .noNamespace
        case .prefix: .prefix
        case .comment: .comment
        case .instruction: .instruction
        case .cdata: .cdata
        case .escapes: .escapes
        case .twoContents: .twice
        case .otherContent:
            MessageCatalogue.standard.types.first { $0.elementName != type.elementName }.map { .named($0.elementName) }
        default: nil
        }
    }

    /// A text that is near a right one, or anything.
    private mutating func spoiled(_ text: String) -> String {
        guard Bool.random(using: &random), !text.isEmpty else { return pick(Self.texts) }
        var scalars = Array(text.unicodeScalars)
        let place = Int.random(in: scalars.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(scalars[place], at: place)
        case 2: scalars[place] = pick(["0", "9", "a", "Z", "-", ":", " ", "\n", "å", "🙂", "."])
        default: scalars += [pick([" ", "\n", "0", "Z"])]
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    func isAbsent(_ need: MessageType.HeadNeed) -> Bool {
        if case .absent = need { true } else { false }
    }

    /// The longest text of a place where only the length counts.
    func freeLength(_ site: DeclaredSite) -> Int? {
        guard case .scalar(let scalar) = site.type, scalar.pattern == nil, scalar.length.upperBound <= 8000 else {
            return nil
        }
        return scalar.length.upperBound
    }

    func pattern(_ site: DeclaredSite) -> String? {
        if case .scalar(let scalar) = site.type { scalar.pattern } else { nil }
    }

    func isNumber(_ site: DeclaredSite, _ change: Change) -> Bool {
        guard case .scalar(let scalar) = site.type else { return false }
        return switch scalar.kind {
        case .text: false
        case .boolean: change != .fraction
        default: true
        }
    }

    func isClosed(_ site: DeclaredSite) -> Bool {
        if case .closedCode = site.type { true } else { false }
    }

    func minimum(_ site: DeclaredSite) -> Int? {
        if case .list(_, _, let minimum) = site.type { minimum } else { nil }
    }
}
