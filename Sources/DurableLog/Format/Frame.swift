/// A record as it stands in a batch: `length 4 | CRC-32C of the bytes 4 | bytes`, little-endian.
struct Frame: Sendable {
    /// Bytes before the record's own.
    static let headLength = 8

    /// Length and checksum.
    let head: [UInt8]
    /// The record's own bytes.
    let bytes: [UInt8]

    /// Frames a record; the checksum is made here, on the caller's thread.
    init(_ bytes: [UInt8]) {
        var head: [UInt8] = []
        LittleEndian.append(UInt32(bytes.count), to: &head)
        LittleEndian.append(CRC32C.of(bytes), to: &head)
        self.head = head
        self.bytes = bytes
    }

    /// Bytes of head and record.
    var length: Int { Self.headLength + bytes.count }

    /// The records in a batch's body, each with its offset in the body; nil when a checksum or a length is wrong.
    static func records(in body: [UInt8], count: Int, checksum: UInt32) -> [(offset: Int, bytes: [UInt8])]? {
        var records: [(offset: Int, bytes: [UInt8])] = []
        var heads: [UInt8] = []
        var offset = 0
        for _ in 0..<count {
            guard offset + headLength <= body.count else { return nil }
            let length = Int(LittleEndian.read(body, at: offset, as: UInt32.self))
            let expected = LittleEndian.read(body, at: offset + 4, as: UInt32.self)
            heads += body[offset..<offset + headLength]
            let start = offset + headLength
            guard start + length <= body.count else { return nil }
            let bytes = Array(body[start..<start + length])
            guard CRC32C.of(bytes) == expected else { return nil }
            records.append((start, bytes))
            offset = start + length
        }
        guard offset == body.count, CRC32C.of(heads) == checksum else { return nil }
        return records
    }
}
