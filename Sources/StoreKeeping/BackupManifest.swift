internal import Digests
internal import MessageFormats
package import Messages

/// The list of a backup's files, `backup.json`: written last, so that a backup without it is not whole.
///
/// `digest` is the SHA-256 of a line `STOREID MADEAT LASTSEQUENCE SNAPSHOT`, the last `-` where there is none, and of one line
/// for each file, `NAME BYTES CRC32C`, so that the list itself is checked too.
package struct BackupManifest: Hashable, Sendable {
    static let fileName = "backup.json"
    static let version = 1

    /// A file of the backup.
    package struct Entry: Hashable, Sendable {
        /// Its name within the backup: `journal/log/00000000000000000001.seg`.
        package let name: String
        /// Its length.
        package let bytes: UInt64
        /// The CRC32C of its contents.
        package let check: UInt32

        var line: String { "\(name) \(bytes) \(HexText.of(check.bytesInOrder))\n" }
    }

    /// The store's id, 16 bytes in hexadecimal digits.
    package let storeID: String
    /// When the backup was begun.
    package let madeAt: Timestamp
    /// The highest sequence number in it.
    package let lastSequence: UInt64
    /// The sequence number of the newest snapshot in it; nil without one.
    package let snapshot: UInt64?
    /// All its files but this one.
    package let files: [Entry]

    private var digest: String {
        let head = "\(storeID) \(madeAt.rfc3339) \(lastSequence) \(snapshot.map { String($0) } ?? "-")\n"
        return HexText.of(SHA256.hash(Array((head + files.map(\.line).joined()).utf8)))
    }

    /// The bytes of `backup.json`.
    func encoded() -> [UInt8] {
        let value = APIValue.object([
            ("format", .integer(Self.version)), ("storeId", .text(storeID)), ("madeAt", .text(madeAt.rfc3339)),
            ("lastSequence", .text(String(lastSequence))), ("snapshot", snapshot.map { .text(String($0)) } ?? .null),
            (
                "files",
                .list(
                    item: "file",
                    files.map {
                        .object([
                            ("name", .text($0.name)), ("bytes", .text(String($0.bytes))),
                            ("crc32c", .text(HexText.of($0.check.bytesInOrder))),
                        ])
                    })
            ), ("digest", .text(digest)),
        ])
        return APIDocument(root: "backup", value).bytes(as: .json) + [UInt8(ascii: "\n")]
    }

    /// Reads the bytes of `backup.json`.
    ///
    /// - Throws: `refused` when they are no such list, or one of a newer program.
    static func decode(_ bytes: [UInt8]) throws(StoreFailure) -> BackupManifest {
        guard let value = try? APIDocument.read(bytes, as: .json), let format = value["format"]?.integer else {
            throw .refused("\(fileName) is no list of a backup's files")
        }
        guard format <= version else { throw .refused("\(fileName) has format \(format), newer than this program") }
        guard let storeID = value["storeId"]?.text,
            let madeAt = value["madeAt"]?.text.flatMap({ Timestamp(rfc3339: $0) }),
            let last = value["lastSequence"]?.text.flatMap({ UInt64($0) }), let items = value["files"]?.items
        else { throw .refused("\(fileName) is not whole") }
        let files = items.compactMap { Entry($0) }
        let manifest = BackupManifest(
            storeID: storeID, madeAt: madeAt, lastSequence: last,
            snapshot: value["snapshot"]?.text.flatMap { UInt64($0) }, files: files)
        guard files.count == items.count, value["digest"]?.text == manifest.digest else {
            throw .refused("\(fileName) is not as it was written")
        }
        return manifest
    }
}

extension BackupManifest.Entry {
    /// Reads an entry; nil when it is none, or names something outside of the backup.
    fileprivate init?(_ value: APIValue) {
        guard let name = value["name"]?.text, let bytes = value["bytes"]?.text.flatMap({ UInt64($0) }),
            let check = value["crc32c"]?.text.flatMap({ UInt32($0, radix: 16) }), Self.isInside(name)
        else { return nil }
        self.init(name: name, bytes: bytes, check: check)
    }

    /// Whether a name stays within the folder that it is looked up in.
    private static func isInside(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." } && !name.contains("\0")
    }
}

extension UInt32 {
    /// The four bytes, highest first, as a person reads them.
    fileprivate var bytesInOrder: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
