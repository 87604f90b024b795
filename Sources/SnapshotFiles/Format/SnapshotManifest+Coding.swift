internal import Digests

/// The manifest file `<sequence, 20 digits>.snapshot`, behind the header that all files have.
///
///     offset  bytes  what (integers little-endian)
///         32      4  length of the position, and the position
///          …      4  length of the blob, and the blob
///          …      4  number of tables, in order of their names; for each:
///                 4    length of its name, and its name in UTF-8
///                 4    number of its files, newest first; for each, as for page files:
///                 8      file number
///                 8      length in bytes
///                 4      check value in the file's footer
///          …      4  words of four bytes in a page; 0 without pages
///          …      4  number of page files, and each as above
///          …      4  number of pages; for each in order:
///                 4    which of the page files, counted from 0
///                 4    which page in it, counted from 0
///          …      4  CRC32C of all before
extension SnapshotManifest {
    private static let referenceLength = 20

    /// The whole file.
    func encoded() -> [UInt8] {
        var bytes = FileFrame.header(.manifest, number: sequence)
        for part in [position, blob] {
            bytes.appendInteger(UInt32(part.count))
            bytes += part
        }
        bytes.appendInteger(UInt32(tables.count))
        for (name, files) in tables.sorted(by: { $0.key < $1.key }) {
            bytes.appendInteger(UInt32(name.utf8.count))
            bytes += name.utf8
            Self.append(files, to: &bytes)
        }
        bytes.appendInteger(UInt32(wordsPerPage))
        Self.append(pageFiles, to: &bytes)
        bytes.appendInteger(UInt32(pages.count))
        for place in pages {
            bytes.appendInteger(place.file)
            bytes.appendInteger(place.slot)
        }
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Reads a manifest file; nil when it is none or its check is wrong.
    ///
    /// - Throws: `newerFormat`.
    static func decode(_ bytes: [UInt8], sequence: UInt64) throws(SnapshotFailure) -> SnapshotManifest? {
        let end = bytes.count - 4
        guard try FileFrame.isHeader(bytes, .manifest, number: sequence), end >= FileFrame.headerLength,
            bytes.withUnsafeBytes({ CRC32C.hash(UnsafeRawBufferPointer(rebasing: $0[..<end])) })
                == bytes.integer(UInt32.self, at: end)
        else { return nil }
        var reader = ByteReader(bytes, from: FileFrame.headerLength, to: end)
        return try? SnapshotManifest(&reader, sequence: sequence)
    }

    private init(_ reader: inout ByteReader, sequence: UInt64) throws(ByteReader.Truncated) {
        self.sequence = sequence
        position = try reader.countedBytes()
        blob = try reader.countedBytes()
        tables = [:]
        for _ in 0..<(try reader.count(of: 8)) {
            let name = String(decoding: try reader.countedBytes(), as: UTF8.self)
            tables[name] = try Self.references(.table, &reader)
        }
        wordsPerPage = Int(try reader.integer(UInt32.self))
        pageFiles = try Self.references(.pages, &reader)
        pages = []
        let count = try reader.count(of: 8)
        pages.reserveCapacity(count)
        for _ in 0..<count {
            let place = PagePlace(file: try reader.integer(UInt32.self), slot: try reader.integer(UInt32.self))
            guard place.file < pageFiles.count else { throw ByteReader.Truncated() }
            pages.append(place)
        }
        guard reader.rest == 0 else { throw ByteReader.Truncated() }
    }

    private static func append(_ files: [FileReference], to bytes: inout [UInt8]) {
        bytes.appendInteger(UInt32(files.count))
        for file in files {
            bytes.appendInteger(file.number)
            bytes.appendInteger(file.length)
            bytes.appendInteger(file.check)
        }
    }

    private static func references(
        _ kind: FileKind, _ reader: inout ByteReader
    ) throws(ByteReader.Truncated) -> [FileReference] {
        var files: [FileReference] = []
        for _ in 0..<(try reader.count(of: referenceLength)) {
            files.append(
                FileReference(
                    kind: kind, number: try reader.integer(UInt64.self), length: try reader.integer(UInt64.self),
                    check: try reader.integer(UInt32.self)))
        }
        return files
    }
}
