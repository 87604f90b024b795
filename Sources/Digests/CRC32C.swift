internal import CLinux

/// The cyclic redundancy check with Castagnoli's polynomial: finds rot and torn writes, not forgery.
///
/// Source: RFC 3720 §12.1 and appendix B.4.
package enum CRC32C {
    /// The check value of some bytes.
    package static func hash(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The check value of some bytes, continuing `previous`, the check value of the bytes before them.
    package static func hash(_ bytes: UnsafeRawBufferPointer, continuing previous: UInt32 = 0) -> UInt32 {
        guard isInHardware else { return hashByTable(bytes, continuing: previous) }
        return zeros.withUnsafeBufferPointer {
            ~vaxel_crc32c_in_hardware(~previous, bytes.baseAddress, bytes.count, $0.baseAddress)
        }
    }

    /// The same by table, for processors without the instruction.
    static func hashByTable(_ bytes: UnsafeRawBufferPointer, continuing previous: UInt32 = 0) -> UInt32 {
        ~bytes.reduce(~previous) { advanced($0, over: $1) }
    }

    private static func advanced(_ state: UInt32, over byte: UInt8) -> UInt32 {
        state >> 8 ^ table[Int(truncatingIfNeeded: (state ^ UInt32(byte)) & 0xFF)]
    }

    private static let isInHardware = vaxel_crc32c_is_in_hardware() != 0

    private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
        (0..<8).reduce(index) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    /// What a register becomes over a part of zeros, for each value of each of its bytes.
    private static let zeros: [UInt32] = (0..<4).flatMap { (place: UInt32) in
        (0..<256).map { (value: UInt32) in
            (0..<VAXEL_CRC32C_PART).reduce(value << (8 * place)) { state, _ in advanced(state, over: 0) }
        }
    }
}
