extension PersonIdentifier {
    /// Whether a text holds a personnummer or samordningsnummer, with 10 or 12 digits, with or without its sign.
    ///
    /// Digits that run on into letters or more digits are no person number, nor are those with a wrong date or check digit.
    package static func isFound(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            guard isDigit(bytes[position]) || isLetter(bytes[position]) else {
                position += 1
                continue
            }
            let end = endOfRun(in: bytes, from: position)
            if isPersonNumber(bytes, from: position, to: end) { return true }
            position = end
        }
        return false
    }

    /// The end of letters and digits from a place.
    private static func endOfRun(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !isDigit($0) && !isLetter($0) } ?? bytes.count
    }

    private static func isPersonNumber(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
        let run = bytes[start..<end]
        guard run.allSatisfy(isDigit) else { return false }
        switch run.count {
        case 10, 12:
            return isValid(Array(run))
        case 6, 8:
            // A sign parts the date from the last four digits: `121212-1212`, `19121212-1212`, `121212+1212`.
            guard end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") else {
                return false
            }
            let next = endOfRun(in: bytes, from: end + 1)
            let last = bytes[(end + 1)..<next]
            guard last.count == 4, last.allSatisfy(isDigit) else { return false }
            return isValid(Array(run) + last)
        default:
            return false
        }
    }

    private static func isValid(_ digits: [UInt8]) -> Bool {
        let centuries = digits.count == 12 ? [""] : ["19", "20"]
        return centuries.contains { century in
            let id = century + String(decoding: digits, as: UTF8.self)
            return fault(in: id, kind: .personnummer) == nil || fault(in: id, kind: .samordningsnummer) == nil
        }
    }
}
