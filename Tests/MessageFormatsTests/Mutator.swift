/// Changes trees at random, the same way for the same seed.
struct Mutator {
    private var random: SplitMixSource
    private var setsNull = false

    init(seed: UInt64) {
        random = SplitMixSource(state: seed)
    }

    private static let texts = [
        "", " ", "x", "  x ", "true", "True", "1", "0", "-1", "007", "+5", "1.0", "1e3", "12345678901234567890",
        "ny\nrad", "\t",
        "2026-11-22", "2026-02-29", "2024-02-29", "2026-11-22T08:15:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T23:59:60+01:00",
        "2026-11-22T08:15:00+14:00", "2026-11-22T08:15:00+14:01", "2026-11-22T08:15:00.123456789+01:00",
        "2026-11-22T08:15:00.1234567890Z", "2026-11-22t08:15:00Z", " 2026-11-22", "2026-11-22\n",
        "0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11", "0D9C2C5E-6C1C-4D9D-8F0B-0F6F6C0A1B11",
        "0d9c2c5e6c1c4d9d8f0b0f6f6c0a1b11",
        "SE0000000002-SOC1", "se0000000002-soc1", "SE 1", "2580", "258", "25800", "٢٥٨٠", "sv", "sv-FI", "svenska-",
        "SE", "se",
        "191212121212", "19121212-1212", "1.2.752.97.3.1.3", "given", "none", "consent", "lag-2017-612", "other",
        "region",
        "new", "replaces", "AdmissionNotice", "GeneralMessage", "e\u{301}", "🙂", "<&>\"'\\", "]]>", "\u{85}", "\u{7F}",
        String(repeating: "x", count: 200), String(repeating: "x", count: 201), String(repeating: "🙂", count: 200),
        "https://mote.example/a?b=c#d", "http://mote.example", "https://a@b.example", "https://a.example:99999/",
        "https://a.example/" + String(repeating: "b", count: 2000), "1.2." + String(repeating: "9", count: 64),
        String(repeating: "å", count: 64), String(repeating: "å", count: 65), String(repeating: "y", count: 8000),
        String(repeating: "y", count: 8001), "\r", "a\r\nb",
    ]

    /// The tree with one to three changes, or with one member set to null.
    ///
    /// Null goes alone: XML has no way to write a null that comes twice or has an unknown name.
    mutating func mutate(_ tree: TestTree) -> TestTree {
        setsNull = Int.random(in: 0..<8, using: &random) == 0
        var changed = tree
        for _ in 0..<(setsNull ? 1 : Int.random(in: 1...3, using: &random)) { changed = changedSomewhere(changed) }
        return changed
    }

    private mutating func changedSomewhere(_ tree: TestTree) -> TestTree {
        switch tree {
        case .object(let members) where !members.isEmpty && Int.random(in: 0..<5, using: &random) > 0:
            var changed = members
            let index = Int.random(in: 0..<members.count, using: &random)
            changed[index].value = changedSomewhere(members[index].value)
            return .object(changed)
        case .list(let item, let items) where !items.isEmpty && Int.random(in: 0..<5, using: &random) > 0:
            var changed = items
            let index = Int.random(in: 0..<items.count, using: &random)
            changed[index] = changedSomewhere(items[index])
            return .list(item: item, changed)
        case .object(let members): return .object(changed(members))
        case .list(let item, let items): return .list(item: item, changed(items))
        case .text: return Int.random(in: 0..<12, using: &random) == 0 ? .object([]) : .text(anyText())
        case .bare: return .bare(anyText())
        case .null: return .null
        }
    }

    private mutating func changed(
        _ members: [(name: String, value: TestTree)]
    ) -> [(name: String, value: TestTree)] {
        var changed = members
        guard let index = members.indices.randomElement(using: &random) else {
            return [(name: "unknownMember", value: .text("x"))]
        }
        guard !setsNull else {
            changed[index].value = .null
            return changed
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: changed.remove(at: index)
        case 1: changed.insert(members[index], at: index)
        case 2: changed[index].name += "X"
        case 3: changed.insert((name: "unknownMember", value: .text("x")), at: index)
        default:
            // An empty list and an empty object are the same element in XML, so each stays what it was.
            if case .list(let item, _) = members[index].value {
                changed[index].value = .list(item: item, [])
            } else {
                changed[index].value = .object([])
            }
        }
        return changed
    }

    private mutating func changed(_ items: [TestTree]) -> [TestTree] {
        guard let item = items.randomElement(using: &random) else { return [.text("x")] }
        return Bool.random(using: &random) ? [] : items + [item]
    }

    private mutating func anyText() -> String {
        Self.texts.randomElement(using: &random) ?? ""
    }
}
