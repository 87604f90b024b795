/// Names that are known beforehand, found by their bytes without making a string.
///
/// A name's number is its place among the names. A class, though it never changes: it is shared by all who read.
final class NameTable: Sendable {
    /// A name as it is compared: by its length and by its first and last eight bytes, which may overlap.
    ///
    /// That is all there is to a name of up to sixteen bytes; of a longer one the bytes between are compared too. Of a name of
    /// fewer than eight bytes `first` has them all.
    private struct Slot {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var length = 0
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
            var entry = Array(name.utf8).withUnsafeBufferPointer { Self.key($0) }
            entry.number = Int32(truncatingIfNeeded: number)
            var place = Self.hash(entry) & mask
            while slots[place].number >= 0 { place = (place + 1) & mask }
            slots[place] = entry
        }
        self.slots = slots
    }

    /// The number of a name; nil when the table does not have it.
    func number(of name: String) -> Int32? {
        var name = name
        return name.withUTF8 { number(of: $0) }
    }

    /// The number of the name that bytes are in UTF-8; nil when the table does not have it.
    func number(of name: UnsafeBufferPointer<UInt8>) -> Int32? {
        let key = Self.key(name)
        var place = Self.hash(key) & mask
        while case let slot = slots[place], slot.number >= 0 {
            if slot.first == key.first, slot.last == key.last, slot.length == key.length,
                key.length <= 16 || isMiddle(of: name, slot.number)
            {
                return slot.number
            }
            place = (place + 1) & mask
        }
        return nil
    }

    private func isMiddle(of name: UnsafeBufferPointer<UInt8>, _ number: Int32) -> Bool {
        let start = starts[Int(number)]
        for place in 8..<name.count - 8 where bytes[start + place] != name[place] { return false }
        return true
    }

    /// Bytes are taken as numbers in pieces that overlap and so cover all of a short name.
    private static func key(_ name: UnsafeBufferPointer<UInt8>) -> Slot {
        let bytes = UnsafeRawBufferPointer(name)
        let count = name.count
        switch count {
        case 0:
            return Slot()
        case 1...3:
            let word = UInt64(name[0]) | UInt64(name[count / 2]) << 8 | UInt64(name[count - 1]) << 16
            return Slot(first: word, length: count)
        case 4...7:
            let first = UInt64(bytes.loadUnaligned(as: UInt32.self))
            let last = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return Slot(first: first | last << 32, length: count)
        default:
            return Slot(
                first: bytes.loadUnaligned(as: UInt64.self),
                last: bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self), length: count)
        }
    }

    private static func hash(_ key: Slot) -> Int {
        let mixed = (key.first ^ key.last &* 3 ^ UInt64(truncatingIfNeeded: key.length)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}
