/// Little-endian integers at the end of a byte array, and at a place within it.
extension [UInt8] {
    mutating func appendInteger(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// The integer at an offset, which must lie within the array with all its bytes.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
        withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
    }
}

/// Takes bytes apart from the beginning; whatever would go past the end is refused.
struct ByteReader {
    /// What was to be read is not there.
    struct Truncated: Error {}

    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        self.offset = offset
        self.end = end ?? bytes.count
    }

    /// Bytes that have not been read.
    var rest: Int { end - offset }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(Truncated) -> Value {
        defer { offset += MemoryLayout<Value>.size }
        guard rest >= MemoryLayout<Value>.size else { throw Truncated() }
        return bytes.integer(type, at: offset)
    }

    /// A number that counts things of so many bytes each, all of which must still be there.
    mutating func count(of size: Int) throws(Truncated) -> Int {
        let count = Int(try integer(UInt32.self))
        guard count <= rest / size else { throw Truncated() }
        return count
    }

    mutating func bytes(_ count: Int) throws(Truncated) -> [UInt8] {
        guard count <= rest else { throw Truncated() }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// Bytes with their number before them.
    mutating func countedBytes() throws(Truncated) -> [UInt8] {
        try bytes(try count(of: 1))
    }
}
