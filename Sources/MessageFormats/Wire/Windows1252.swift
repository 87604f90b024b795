/// The upper half of Windows-1252.
///
/// Source: Unicode, Mappings/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
enum Windows1252 {
    /// Code points of the bytes 0x80–0x9F; 0 where the table has none.
    private static let table: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Whether a byte means nothing.
    static func isUndefined(_ byte: UInt8) -> Bool {
        (0x80...0x9F).contains(byte) && table[Int(byte - 0x80)] == 0
    }

    /// The code point of a byte that is defined.
    static func codeUnit(_ byte: UInt8) -> UInt16 {
        (0x80...0x9F).contains(byte) ? table[Int(byte - 0x80)] : UInt16(byte)
    }
}
