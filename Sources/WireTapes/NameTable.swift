/// Names that are known beforehand, found by their bytes without making a string.
///
/// A name's number is its place among the names. A class, though it never changes: it is shared by all who read.
package final class NameTable: Sendable {
    /// The names by their numbers.
    package let names: [String]
    /// All names one behind the other, in UTF-8.
    private let bytes: [UInt8]
    /// Where the name of a number begins in `bytes`; one more than there are names.
    private let starts: [Int]
    /// Numbers by the hash of their names, the next free slot taken when it is in use; -1 in a free slot.
    ///
    /// At least half of them are free, and their count is a power of two.
    private let slots: [Int32]

    /// Makes a table; a name that comes twice has its first number.
    package init(_ names: [String]) {
        self.names = names
        bytes = names.flatMap(\.utf8)
        starts = names.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.utf8.count) }
        var count = 8
        while count < names.count * 2 { count *= 2 }
        var slots = [Int32](repeating: -1, count: count)
        for (number, name) in names.enumerated() where names.firstIndex(of: name) == number {
            var slot = Array(name.utf8).span.nameHash & (count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: number)
        }
        self.slots = slots
    }

    /// The number of a name; nil when the table does not have it.
    package func number(of name: String) -> Int32? {
        number(of: name.utf8.span)
    }

    /// The number of the name that bytes are in UTF-8; nil when the table does not have it.
    package func number(of name: Span<UInt8>) -> Int32? {
        let mask = slots.count - 1
        var slot = name.nameHash & mask
        while case let number = slots[slot], number >= 0 {
            if isName(name, Int(number)) { return number }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isName(_ name: Span<UInt8>, _ number: Int) -> Bool {
        let start = starts[number]
        guard starts[number + 1] - start == name.count else { return false }
        for place in 0..<name.count where bytes[start + place] != name[place] { return false }
        return true
    }
}

extension Span<UInt8> {
    /// A hash of the length and of the first and last eight bytes: enough to tell declared names apart.
    fileprivate var nameHash: Int {
        var word = UInt64(truncatingIfNeeded: count)
        for place in 0..<Swift.min(count, 8) { word = word << 7 ^ word >> 57 ^ UInt64(self[place]) }
        for place in Swift.max(count - 8, 0)..<count { word = word << 7 ^ word >> 57 ^ UInt64(self[place]) }
        return Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
