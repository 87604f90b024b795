/// A block that is being filled.
struct TableBlockBuilder {
    /// Bytes that a block of more than one entry has at most; fewer than 64 KiB, so that its ends fit in two bytes.
    private let limit: Int
    private(set) var firstKey: TableKey?
    private var count = 0
    private var keys: [UInt8] = []
    private var ends: [UInt8] = []
    private var values: [UInt8] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether an entry with a value of so many bytes still fits; the first always does.
    func hasRoom(for valueBytes: Int) -> Bool {
        count == 0 || TableBlock.entryOverhead * (count + 1) + values.count + valueBytes <= limit
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
