/// Names that are known beforehand, found by their bytes without making a string.
///
/// A name's number is its place among the names. A class, though it never changes: it is shared by all who read.
package final class NameTable: Sendable {
    /// A name as it is compared: by its length and by its first and last eight bytes, which may overlap.
    ///
    /// That is all there is to a name of up to sixteen bytes; of a longer one the bytes between are compared too.
    private struct Slot {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var length = 0
        /// -1 in a free slot.
        var number: Int32 = -1
    }

    /// The names by their numbers.
    package let names: [String]
    /// By the hash of the names, the next free slot taken when one is in use; at least half are free.
    private let slots: [Slot]
    /// The count of the slots, a power of two, less one.
    private let mask: Int

    /// Makes a table; a name that comes twice has its first number.
    package init(_ names: [String]) {
        self.names = names
        var count = 8
        while count < names.count * 2 { count *= 2 }
        mask = count - 1
        var slots = [Slot](repeating: Slot(), count: count)
        var seen: Set<String> = []
        for (number, name) in names.enumerated() where seen.insert(name).inserted {
            let bytes = Array(name.utf8)
            var entry = bytes.withUnsafeBufferPointer { Self.key($0) }
            entry.number = Int32(truncatingIfNeeded: number)
            var place = Self.hash(entry) & mask
            while slots[place].number >= 0 { place = (place + 1) & mask }
            slots[place] = entry
        }
        self.slots = slots
    }

    /// The number of a name; nil when the table does not have it.
    package func number(of name: String) -> Int32? {
        var name = name
        return name.withUTF8 { number(of: $0) }
    }

    /// The number of the name that bytes are in UTF-8; nil when the table does not have it.
    package func number(of name: UnsafeBufferPointer<UInt8>) -> Int32? {
        let key = Self.key(name)
        var place = Self.hash(key) & mask
        while case let slot = slots[place], slot.number >= 0 {
            if slot.first == key.first, slot.last == key.last, slot.length == key.length,
                key.length <= 16 || names[Int(slot.number)].utf8.elementsEqual(name)
            {
                return slot.number
            }
            place = (place + 1) & mask
        }
        return nil
    }

    private static func key(_ name: UnsafeBufferPointer<UInt8>) -> Slot {
        guard name.count >= 8 else {
            var word: UInt64 = 0
            for byte in name { word = word << 8 | UInt64(byte) }
            return Slot(first: word, length: name.count)
        }
        let bytes = UnsafeRawBufferPointer(name)
        return Slot(
            first: bytes.loadUnaligned(as: UInt64.self),
            last: bytes.loadUnaligned(fromByteOffset: name.count - 8, as: UInt64.self), length: name.count)
    }

    private static func hash(_ key: Slot) -> Int {
        let mixed = (key.first ^ key.last &* 3 ^ UInt64(truncatingIfNeeded: key.length)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}
