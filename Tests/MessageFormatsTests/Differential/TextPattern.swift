/// A pattern in the common part of XSD and ECMA-262 regular expressions, as a source of texts that match it.
indirect enum TextPattern: Sendable {
    case choice([TextPattern])
    case sequence([TextPattern])
    case repeated(TextPattern, ClosedRange<Int>)
    case oneOf([ClosedRange<UInt32>])

    /// How often `*`, `+` and `{n,}` repeat at most beyond what they must.
    private static let unbounded = 4

    /// Reads a pattern that the schemas take.
    init(_ pattern: String) {
        var rest = Array(pattern.unicodeScalars)[...]
        self = Self.choice(from: &rest)
    }

    /// A text that matches.
    func text(_ random: inout some RandomNumberGenerator) -> String {
        var text = ""
        append(to: &text, &random)
        return text
    }

    private func append(to text: inout String, _ random: inout some RandomNumberGenerator) {
        switch self {
        case .choice(let choices): choices.randomElement(using: &random)?.append(to: &text, &random)
        case .sequence(let parts): for part in parts { part.append(to: &text, &random) }
        case .repeated(let part, let times):
            for _ in 0..<Int.random(in: times, using: &random) { part.append(to: &text, &random) }
        case .oneOf(let ranges):
            guard let range = ranges.randomElement(using: &random),
                let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random))
            else { return }
            text.unicodeScalars.append(scalar)
        }
    }

    private static func choice(from rest: inout ArraySlice<Unicode.Scalar>) -> TextPattern {
        var choices = [sequence(from: &rest)]
        while rest.first == "|" {
            rest.removeFirst()
            choices.append(sequence(from: &rest))
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private static func sequence(from rest: inout ArraySlice<Unicode.Scalar>) -> TextPattern {
        var parts: [TextPattern] = []
        while let next = rest.first, next != "|", next != ")" {
            let part = atom(from: &rest)
            parts.append(times(from: &rest).map { .repeated(part, $0) } ?? part)
        }
        return .sequence(parts)
    }

    private static func atom(from rest: inout ArraySlice<Unicode.Scalar>) -> TextPattern {
        switch rest.removeFirst() {
        case "(":
            let inner = choice(from: &rest)
            rest.removeFirst()
            return inner
        case "[": return set(from: &rest)
        case "\\": return .oneOf([only(escaped(rest.removeFirst()))])
        case let scalar: return .oneOf([only(scalar)])
        }
    }

    /// A set of characters; one that is told by what it lacks is as many of a few scripts as it has.
    private static func set(from rest: inout ArraySlice<Unicode.Scalar>) -> TextPattern {
        guard rest.first == "^" else { return .oneOf(ranges(from: &rest)) }
        rest.removeFirst()
        let lacking = ranges(from: &rest)
        let some = "aZ09 -_.,;:/\\<&>\"'åÖ\u{85}\u{2028}🙂".unicodeScalars.filter { scalar in
            !lacking.contains { $0.contains(scalar.value) }
        }
        return .oneOf(some.map(only))
    }

    private static func ranges(from rest: inout ArraySlice<Unicode.Scalar>) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        while rest.first != "]" {
            let first = member(from: &rest)
            if rest.first == "-", rest.dropFirst().first != "]" {
                rest.removeFirst()
                ranges.append(first.value...member(from: &rest).value)
            } else {
                ranges.append(only(first))
            }
        }
        rest.removeFirst()
        return ranges
    }

    private static func member(from rest: inout ArraySlice<Unicode.Scalar>) -> Unicode.Scalar {
        let first = rest.removeFirst()
        return first == "\\" ? escaped(rest.removeFirst()) : first
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "n": "\n"
        case "r": "\r"
        case "t": "\t"
        default: scalar
        }
    }

    private static func times(from rest: inout ArraySlice<Unicode.Scalar>) -> ClosedRange<Int>? {
        switch rest.first {
        case "?": rest.removeFirst(); return 0...1
        case "*": rest.removeFirst(); return 0...unbounded
        case "+": rest.removeFirst(); return 1...(1 + unbounded)
        case "{":
            let inside = rest.dropFirst().prefix { $0 != "}" }
            rest = rest.dropFirst(inside.count + 2)
            let bounds = inside.split(separator: ",", omittingEmptySubsequences: false)
                .map { Int(String(String.UnicodeScalarView($0))) }
            guard let least = bounds.first ?? nil else { return nil }
            return least...((bounds.count == 1 ? least : bounds[1]) ?? least + unbounded)
        default: return nil
        }
    }

    private static func only(_ scalar: Unicode.Scalar) -> ClosedRange<UInt32> {
        scalar.value...scalar.value
    }
}
