/// What a table file's directory says: where its blocks are, and what there is to know before one is read.
///
/// The file's body is the blocks one behind the other, then the filter. The directory:
///
///     offset  bytes  what (integers little-endian)
///          0      4  length of the table's name
///          4      …  the table's name in UTF-8
///          …      8  entries
///          …      4  filter: blocks before folding
///          …      1  filter: how often it was folded
///          …      3  zero
///          …      4  CRC32C of the filter
///          …      4  number of blocks, then for each block:
///          0      8  first key, upper half
///          8      8  first key, lower half
///         16      4  length in bytes
///         20      4  CRC32C of the block
struct TableDirectory: Sendable {
    /// Where a block is; 32 bytes of memory for some 600 entries.
    struct Place: Sendable {
        var firstKey: TableKey
        var offset: Int
        var length: UInt32
        var check: UInt32
    }

    private static let placeLength = 24

    var tableName: String
    var entries: Int
    var filterRange: UInt32
    var filterFolds: UInt8
    var filterCheck: UInt32
    var places: [Place]

    /// Bytes of the blocks.
    var blockBytes: Int { places.last.map { $0.offset + Int($0.length) - FileFrame.headerLength } ?? 0 }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + tableName.utf8.count + places.count * Self.placeLength)
        bytes.appendInteger(UInt32(tableName.utf8.count))
        bytes += tableName.utf8
        bytes.appendInteger(UInt64(entries))
        bytes.appendInteger(filterRange)
        bytes += [filterFolds, 0, 0, 0]
        bytes.appendInteger(filterCheck)
        bytes.appendInteger(UInt32(places.count))
        for place in places {
            bytes.appendInteger(place.firstKey.high)
            bytes.appendInteger(place.firstKey.low)
            bytes.appendInteger(place.length)
            bytes.appendInteger(place.check)
        }
        return bytes
    }
}

extension TableDirectory {
    /// Reads a directory; what is not whole or goes on behind its end is refused.
    init(_ bytes: [UInt8]) throws(ByteReader.Truncated) {
        var reader = ByteReader(bytes)
        tableName = String(decoding: try reader.countedBytes(), as: UTF8.self)
        entries = Int(clamping: try reader.integer(UInt64.self))
        filterRange = try reader.integer(UInt32.self)
        filterFolds = UInt8(truncatingIfNeeded: try reader.integer(UInt32.self))
        filterCheck = try reader.integer(UInt32.self)
        let count = try reader.count(of: Self.placeLength)
        places = []
        places.reserveCapacity(count)
        var offset = FileFrame.headerLength
        for _ in 0..<count {
            let key = TableKey(high: try reader.integer(UInt64.self), low: try reader.integer(UInt64.self))
            let place = Place(
                firstKey: key, offset: offset, length: try reader.integer(UInt32.self),
                check: try reader.integer(UInt32.self))
            offset += Int(place.length)
            places.append(place)
        }
        guard reader.rest == 0 else { throw ByteReader.Truncated() }
    }
}
