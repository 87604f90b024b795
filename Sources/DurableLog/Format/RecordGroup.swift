internal import Digests

/// Records that are stored together or not at all, already encoded and checked by the caller's own thread.
///
/// A record in the file, right after the one before:
///
///     offset  bytes  what (integers little-endian)
///          0      4  length of the body in bytes
///          4      1  kind: the caller's; 255 is the journal's own mark
///          5      3  zero
///          8      4  CRC32C of bytes 0–7 and the body
///         12      …  body
package struct RecordGroup: Sendable {
    static let headerLength = 12
    static let markKind: UInt8 = 255

    private(set) var bytes: [UInt8] = []
    /// For each record its place within the group.
    private(set) var places: [Range<Int>] = []

    /// Makes a group without records, to be filled before it is stored.
    package init() {}

    /// How many records the group has.
    package var count: Int { places.count }

    /// Adds a record of a kind of the caller's, 0–254, with a body the caller alone understands.
    package mutating func append(kind: UInt8, body: [UInt8]) {
        precondition(kind != Self.markKind, "kind 255 is the journal's own")
        add(kind: kind, body: body)
    }

    static let mark: RecordGroup = {
        var group = RecordGroup()
        group.add(kind: markKind, body: [])
        return group
    }()

    private mutating func add(kind: UInt8, body: [UInt8]) {
        let start = bytes.count
        bytes.reserveCapacity(start + Self.headerLength + body.count)
        bytes.appendInteger(UInt32(body.count))
        bytes += [kind, 0, 0, 0]
        bytes.appendInteger(Self.check(of: Array(bytes[start..<start + 8]), body: body[...]))
        bytes += body
        places.append(start..<bytes.count)
    }

    static func check(of header: [UInt8], body: ArraySlice<UInt8>) -> UInt32 {
        let first = CRC32C.hash(header)
        return body.withUnsafeBytes { CRC32C.hash($0, continuing: first) }
    }

    /// Reads the record that starts at an offset; nil when it is none or its check is wrong.
    static func decode(_ bytes: [UInt8], at offset: Int) -> (kind: UInt8, body: [UInt8], end: Int)? {
        guard offset + headerLength <= bytes.count else { return nil }
        let length = Int(bytes.integer(UInt32.self, at: offset))
        let end = offset + headerLength + length
        guard end <= bytes.count else { return nil }
        let body = bytes[(offset + headerLength)..<end]
        guard check(of: Array(bytes[offset..<offset + 8]), body: body) == bytes.integer(UInt32.self, at: offset + 8)
        else { return nil }
        return (bytes[offset + 4], Array(body), end)
    }
}
