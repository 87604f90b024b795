extension PersonIdentifier {
    /// Whether a text holds a personnummer or samordningsnummer, with 10 or 12 digits, with or without its sign, or with
    /// spaces where people write them: `1912 1212 1212`.
    ///
    /// Digits that run on into letters or more digits are no person number, nor are those with a wrong date or check digit,
    /// nor those with a sign elsewhere than before the last four: dates, telephone and case numbers are written so. Nor is
    /// anything in a UUID: of a million drawn at random one has the digits of a person number.
    package static func isFound(in text: String) -> Bool {
        guard mayHold(text) else { return false }
        let groups = groups(in: withoutUUIDs(text))
        return groups.indices.contains { begins(at: $0, in: groups) }
    }

    /// Whether digits stand as every person number ends: ten or twelve alone, or four behind others.
    ///
    /// It settles most texts without gathering their groups.
    private static func mayHold(_ text: String) -> Bool {
        var (count, isDigits, followsDigits) = (0, true, false)
        for byte in text.utf8 {
            if isDigit(byte) || isLetter(byte) {
                count += 1
                isDigits = isDigits && isDigit(byte)
            } else if count > 0 {
                if isDigits, isEnd(count, followsDigits: followsDigits) { return true }
                (count, isDigits, followsDigits) = (0, true, isDigits)
            }
        }
        return count > 0 && isDigits && isEnd(count, followsDigits: followsDigits)
    }

    private static func isEnd(_ count: Int, followsDigits: Bool) -> Bool {
        count == 10 || count == 12 || (count == 4 && followsDigits)
    }

    /// The text with a word for each UUID (RFC 9562) in it.
    ///
    /// One without its version and variant was not drawn but put together, perhaps of a person number and zeros, and stays.
    private static func withoutUUIDs(_ text: String) -> String {
        let uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/
        return text.replacing(uuid.ignoresCase().asciiOnlyWordCharacters().wordBoundaryKind(.simple), with: "UUID")
    }

    /// Letters and digits that stand together.
    private struct Group {
        /// Nothing when a letter is among them.
        let digits: [UInt8]
        let gap: Gap
    }

    /// What stands between a group and the next.
    private enum Gap {
        case spaces, sign, other

        init(_ scalars: ArraySlice<Unicode.Scalar>) {
            let signs = scalars.count(where: isSign)
            guard (1...3).contains(scalars.count), signs <= 1, scalars.allSatisfy({ isSign($0) || isSpace($0) }) else {
                self = .other
                return
            }
            self = signs == 1 ? .sign : .spaces
        }
    }

    /// How many digits the groups of a person number have, a hexadecimal digit for each group.
    private static let shapes = [0xA, 0xC, 0x64, 0x84, 0x444, 0x4224, 0x2224, 0x264, 0x22224]

    private static func groups(in text: String) -> [Group] {
        let scalars = Array(text.unicodeScalars)
        var groups: [Group] = []
        var position = scalars.firstIndex(where: isWord) ?? scalars.endIndex
        while position < scalars.endIndex {
            let end = scalars[position...].firstIndex { !isWord($0) } ?? scalars.endIndex
            let next = scalars[end...].firstIndex(where: isWord) ?? scalars.endIndex
            let bytes = scalars[position..<end].map { UInt8(truncatingIfNeeded: $0.value) }
            groups.append(Group(digits: bytes.allSatisfy(isDigit) ? bytes : [], gap: Gap(scalars[end..<next])))
            position = next
        }
        return groups
    }

    private static func begins(at start: Int, in groups: [Group]) -> Bool {
        var digits: [UInt8] = []
        var shape = 0
        var isBehindSign = false
        for group in groups[start...] {
            digits += group.digits
            guard !group.digits.isEmpty, digits.count <= 12 else { return false }
            shape = shape << 4 | group.digits.count
            if shapes.contains(shape), isValid(digits) { return true }
            guard !isBehindSign, group.gap != .other else { return false }
            isBehindSign = group.gap == .sign
        }
        return false
    }

    private static func isValid(_ digits: [UInt8]) -> Bool {
        let centuries = digits.count == 12 ? [""] : ["19", "20"]
        return centuries.contains { century in
            let id = century + String(decoding: digits, as: UTF8.self)
            return fault(in: id, kind: .personnummer) == nil || fault(in: id, kind: .samordningsnummer) == nil
        }
    }

    // MARK: Characters

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII, let byte = UInt8(exactly: scalar.value) else { return false }
        return isDigit(byte) || isLetter(byte)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        ["\t", " ", "\u{A0}", "\u{2009}", "\u{202F}"].contains(scalar)
    }

    /// A hyphen or dash of any length, or the plus of those over a hundred.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        ["-", "+", "\u{2212}"].contains(scalar) || ("\u{2010}"..."\u{2015}").contains(scalar)
    }
}
