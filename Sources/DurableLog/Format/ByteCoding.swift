internal import Digests

/// Little-endian integers at the end of a byte array.
extension [UInt8] {
    mutating func appendInteger(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// The integer at an offset, which must lie within the array with all its bytes.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
        withUnsafeBytes { $0.integer(type, at: offset) }
    }

    /// Fills up with zeros to a whole number of pages.
    mutating func padToPage() {
        append(contentsOf: repeatElement(0, count: count.roundedUpToPage - count))
    }
}

extension UnsafeRawBufferPointer {
    /// The little-endian integer at an offset, which must lie within the buffer with all its bytes.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// A part of the buffer, counted from its own beginning.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// CRC32C of all bytes.
    var check: UInt32 { CRC32C.hash(self) }

    /// Whether only zeros stand here, looked at by words.
    var isZero: Bool {
        var offset = 0
        while offset + 8 <= count {
            guard loadUnaligned(fromByteOffset: offset, as: UInt64.self) == 0 else { return false }
            offset += 8
        }
        return self[offset...].allSatisfy { $0 == 0 }
    }
}

extension Int {
    /// The next multiple of a page that is not less.
    var roundedUpToPage: Int { (self + Limits.page - 1) / Limits.page * Limits.page }
}
