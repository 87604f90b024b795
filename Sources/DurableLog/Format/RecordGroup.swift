/// Records that are stored together or not at all, already encoded and checked by the caller's own thread.
package struct RecordGroup: Sendable {
    private(set) var bytes: [UInt8] = []
    /// For each record its place within the group.
    private(set) var places: [Range<Int>] = []

    /// Makes a group without records, to be filled before it is stored.
    package init() {}

    /// How many records the group has.
    package var count: Int { places.count }

    /// Bytes that the group takes in the log, headers of its records among them.
    package var byteCount: Int { bytes.count }

    /// Adds a record of a kind of the caller's, 0–254, with a body the caller alone understands.
    package mutating func append(kind: UInt8, body: [UInt8]) {
        precondition(kind != RecordLayout.markKind, "kind 255 is the journal's own")
        add(kind: kind, body: body)
    }

    /// Bytes to leave before a body that is given with room for its header.
    package static let headRoom = RecordLayout.plain.headerLength

    /// Adds a record whose body stands behind `headRoom` bytes: what is large is not copied once more for its header.
    package mutating func append(kind: UInt8, bodyBehindRoom record: consuming [UInt8]) {
        precondition(kind != RecordLayout.markKind, "kind 255 is the journal's own")
        RecordLayout.fillHead(of: kind, in: &record)
        let start = bytes.count
        places.append(start..<start + record.count)
        if bytes.isEmpty { bytes = record } else { bytes += record }
    }

    static let mark: RecordGroup = {
        var group = RecordGroup()
        group.add(kind: RecordLayout.markKind, body: [])
        return group
    }()

    /// Whether the group is the journal's own mark.
    var isMark: Bool { places.count == 1 && bytes[4] == RecordLayout.markKind }

    private mutating func add(kind: UInt8, body: [UInt8]) {
        let start = bytes.count
        body.withUnsafeBytes { _ = RecordLayout.plain.append(0, kind, $0, to: &bytes) }
        places.append(start..<bytes.count)
    }
}
