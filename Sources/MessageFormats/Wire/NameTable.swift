/// Names that are known beforehand, found by their bytes without making a string.
///
/// A name's number is its place among the names. A class, though it never changes: it is shared by all who read.
final class NameTable: Sendable {
    /// A name as it is compared: by its length and by its first and last eight bytes, which may overlap.
    ///
    /// That is all there is to a name of up to sixteen bytes; of a longer one the bytes between are compared too. Of a name of
    /// fewer than eight bytes `first` has them all, and `last` is zero.
    private struct Slot {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var length: Int32 = 0
        /// -1 in a free slot.
        var number: Int32 = -1
    }

    /// The names by their numbers.
    let names: [String]
    /// All names one behind the other, in UTF-8, and where each begins.
    private let bytes: [UInt8]
    private let starts: [Int]
    /// By the hash of the names, the next free slot taken when one is in use; at least half are free.
    private let slots: [Slot]
    /// The count of the slots, a power of two, less one.
    private let mask: Int

    /// Makes a table; a name that comes twice has its first number.
    init(_ names: [String]) {
        self.names = names
        bytes = names.flatMap(\.utf8)
        starts = names.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.utf8.count) }
        var count = 8
        while count < names.count * 2 { count *= 2 }
        mask = count - 1
        var slots = [Slot](repeating: Slot(), count: count)
        var seen: Set<String> = []
        for (number, name) in names.enumerated() where seen.insert(name).inserted {
            let text = Array(name.utf8)
            var entry = Self.key(text.span, text.indices)
            entry.number = Int32(truncatingIfNeeded: number)
            var place = Self.hash(entry) & mask
            while slots[place].number >= 0 { place = (place + 1) & mask }
            slots[place] = entry
        }
        self.slots = slots
    }

    /// The number of a name; nil when the table does not have it.
    func number(of name: String) -> Int32? {
        let text = name.utf8.span
        return number(of: text, 0..<text.count)
    }

    /// The number of the name that a range of a text in UTF-8 is; nil when the table does not have it.
    func number(of text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        let key = Self.key(text, range)
        var place = Self.hash(key) & mask
        while case let slot = slots[place], slot.number >= 0 {
            if slot.first == key.first, slot.last == key.last, slot.length == key.length,
                key.length <= 16 || isMiddle(of: text, range, slot.number)
            {
                return slot.number
            }
            place = (place + 1) & mask
        }
        return nil
    }

    private func isMiddle(of text: Span<UInt8>, _ range: Range<Int>, _ number: Int32) -> Bool {
        let start = starts[Int(number)]
        for offset in 8..<range.count - 8 where bytes[start + offset] != text[range.lowerBound + offset] {
            return false
        }
        return true
    }

    @inline(__always)
    private static func key(_ text: Span<UInt8>, _ range: Range<Int>) -> Slot {
        let (start, count) = (range.lowerBound, range.count)
        guard count >= 8 else {
            return Slot(
                first: ByteWords.word(of: text, at: start, count: count), length: Int32(truncatingIfNeeded: count))
        }
        return Slot(
            first: ByteWords.word(of: text, at: start), last: ByteWords.word(of: text, at: start + count - 8),
            length: Int32(truncatingIfNeeded: count))
    }

    @inline(__always)
    private static func hash(_ key: Slot) -> Int {
        let mixed = (key.first ^ key.last &* 3 ^ UInt64(truncatingIfNeeded: key.length)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}
