/// Some entries of a table file in the order of their keys, as they are read with one call.
///
///     offset  bytes  what (integers little-endian)
///          0      2  n, the number of entries
///          2   16·n  the keys, ascending: upper half, lower half
///          …   2·n–2  where each value but the last ends, counted from the first value's beginning
///          …      …  the values one behind the other; the last ends with the block
///
/// A block is full at 16 KiB. One with a single entry may be longer, so that a large value fits. Its check stands in the
/// file's directory.
struct TableBlock: Sendable {
    private static let keysOffset = 2
    private static let keyLength = 16
    static let entryOverhead = 18

    let count: Int
    private let bytes: [UInt8]
    private let valuesOffset: Int

    /// Takes a block's bytes; nil when they are none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.keysOffset else { return nil }
        count = Int(bytes.integer(UInt16.self, at: 0))
        valuesOffset = Self.entryOverhead * count
        self.bytes = bytes
        guard count > 0, valuesOffset <= bytes.count else { return nil }
    }

    /// The key of an entry of this block.
    func key(_ index: Int) -> TableKey {
        let offset = Self.keysOffset + Self.keyLength * index
        return TableKey(
            high: bytes.integer(UInt64.self, at: offset), low: bytes.integer(UInt64.self, at: offset + 8))
    }

    /// The value of an entry of this block; nil when the block contradicts itself.
    func value(_ index: Int) -> ArraySlice<UInt8>? {
        let start = valuesOffset + (index == 0 ? 0 : end(index - 1))
        let end = index == count - 1 ? bytes.count : valuesOffset + end(index)
        guard start <= end, end <= bytes.count else { return nil }
        return bytes[start..<end]
    }

    /// Which entry has a key; nil when none has.
    func index(of key: TableKey) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self.key(middle) < key { low = middle + 1 } else { high = middle }
        }
        return low < count && self.key(low) == key ? low : nil
    }

    private func end(_ index: Int) -> Int {
        Int(bytes.integer(UInt16.self, at: Self.keysOffset + Self.keyLength * count + 2 * index))
    }
}

/// A block that is being filled.
struct TableBlockBuilder {
    private(set) var firstKey: TableKey?
    private var count = 0
    private var keys: [UInt8] = []
    private var ends: [UInt8] = []
    private var values: [UInt8] = []

    /// Whether an entry with a value of so many bytes still fits; the first always does.
    func hasRoom(for valueBytes: Int) -> Bool {
        count == 0 || TableBlock.entryOverhead * (count + 1) + values.count + valueBytes <= Limits.blockBytes
    }

    /// Adds an entry, whose key comes after those of all before.
    mutating func append(_ key: TableKey, _ value: ArraySlice<UInt8>) {
        if firstKey == nil { firstKey = key }
        if count > 0 { ends.appendInteger(UInt16(values.count)) }
        keys.appendInteger(key.high)
        keys.appendInteger(key.low)
        values += value
        count += 1
    }

    /// The block's bytes; the builder is then empty again.
    mutating func take() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(TableBlock.entryOverhead * count + values.count)
        bytes.appendInteger(UInt16(count))
        bytes += keys
        bytes += ends
        bytes += values
        firstKey = nil
        count = 0
        keys.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        return bytes
    }
}
