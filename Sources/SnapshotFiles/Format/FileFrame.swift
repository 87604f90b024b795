internal import Digests

/// What stands around the body of each file: the same in manifests, table files and page files.
///
/// At the beginning of all three:
///
///     offset  bytes  what (integers little-endian)
///          0      8  magic: "VAXELSNP" a manifest, "VAXELTAB" a table file, "VAXELPAG" a page file
///          8      4  format version, 1
///         12      4  zero
///         16      8  number: the sequence number of a snapshot, the number of a file; also in the file's name
///         24      4  zero
///         28      4  CRC32C of bytes 0–27
///
/// At the end of table and page files, behind a directory of what is in the body:
///
///     offset  bytes  what
///          0      8  offset of the directory, which ends where this begins
///          8      8  the file's number again
///         16      4  CRC32C of the directory
///         20      8  zero
///         28      4  CRC32C of bytes 0–27: also in the manifest, so that no other file can stand in for this one
enum FileFrame {
    static let version: UInt32 = 1
    static let headerLength = 32
    static let footerLength = 32

    static func header(_ kind: FileKind, number: UInt64) -> [UInt8] {
        var bytes = Array(kind.magic.utf8)
        bytes.appendInteger(version)
        bytes.appendInteger(UInt32(0))
        bytes.appendInteger(number)
        bytes.appendInteger(UInt32(0))
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Whether bytes begin with the header of a file of this kind and number.
    ///
    /// - Throws: `newerFormat` when they do, but of a newer program.
    static func isHeader(_ bytes: [UInt8], _ kind: FileKind, number: UInt64) throws(SnapshotFailure) -> Bool {
        guard bytes.count >= headerLength, bytes.prefix(8).elementsEqual(kind.magic.utf8),
            CRC32C.hash(Array(bytes[..<28])) == bytes.integer(UInt32.self, at: 28)
        else { return false }
        let version = bytes.integer(UInt32.self, at: 8)
        guard version <= Self.version else { throw .newerFormat(version: version) }
        return bytes.starts(with: header(kind, number: number))
    }

    static func footer(number: UInt64, directory: [UInt8], at offset: Int) -> (bytes: [UInt8], check: UInt32) {
        var bytes: [UInt8] = []
        bytes.appendInteger(UInt64(offset))
        bytes.appendInteger(number)
        bytes.appendInteger(CRC32C.hash(directory))
        bytes.appendInteger(UInt64(0))
        let check = CRC32C.hash(bytes)
        bytes.appendInteger(check)
        return (bytes, check)
    }

    /// Reads the directory of a table or page file, and checks all that frames the file's body.
    ///
    /// - Returns: the directory's bytes and the offset where it begins.
    /// - Throws: `damaged`, `unreadable` or `newerFormat`.
    static func directory(
        of file: StoredFile, as reference: FileReference
    ) throws(SnapshotFailure) -> (bytes: [UInt8], offset: Int) {
        let end = file.length - footerLength
        guard file.length == Int(clamping: reference.length), end >= headerLength else { throw file.damage }
        let header = try file.bytes(headerLength, at: 0)
        guard try isHeader(header, reference.kind, number: reference.number) else { throw file.damage }
        let footer = try file.bytes(footerLength, at: end)
        let offset = Int(clamping: footer.integer(UInt64.self, at: 0))
        guard CRC32C.hash(Array(footer[..<28])) == reference.check, offset >= headerLength, offset <= end else {
            throw file.damage
        }
        let directory = try file.bytes(end - offset, at: offset)
        // All of the footer follows from what it says, so no byte of it can be another.
        let expected = Self.footer(number: reference.number, directory: directory, at: offset)
        guard footer == expected.bytes else { throw file.damage }
        return (directory, offset)
    }
}
