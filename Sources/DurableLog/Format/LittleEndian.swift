/// Whole numbers as the files hold them: little-endian.
enum LittleEndian {
    /// Appends a number.
    static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The number at a place; the caller has seen to it that the bytes are there.
    static func read<Number: FixedWidthInteger>(_ bytes: [UInt8], at offset: Int, as type: Number.Type) -> Number {
        bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
    }
}
