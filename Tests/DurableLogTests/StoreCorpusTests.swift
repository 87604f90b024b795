import Digests
import DurableLog
import Foundation
import LinuxSystem
import Testing
import TestSupport

/// Stores that earlier programs wrote are opened for ever, and with the same result.
///
/// `Tests/DurableLogTests/Stores` holds a store of each kind and format version as text, and beside it what opening it
/// must give. New ones are written by `VAXEL_RECORD_STORES=1 swift test --filter StoreCorpusTests`; old ones stay as they are.
struct StoreCorpusTests {
    static let folder = "Tests/DurableLogTests/Stores"
    static let names: [String] = RepositoryFiles.names(in: folder).filter { $0.hasSuffix(".store") }

    private let temporary = TemporaryFolder()

    private static func text(_ path: String) throws -> String {
        String(decoding: try RepositoryFiles.bytes(path), as: UTF8.self)
    }

    /// What opening a store gives: its records, or why it is refused; and what was cut.
    private func opened(_ path: String) async -> String {
        do {
            let (journal, records) = try await JournalFixture.open(DiskStorage(), at: path)
            let found = journal.recovery
            await journal.close()
            let lines = records.map(Self.line)
            return
                (lines + [
                    "last \(found.lastSequence) torn \(found.tornBytes) in \(found.tornFile ?? "nothing") "
                        + "ended in order \(found.endsWithMark)",
                    "",
                ]).joined(separator: "\n")
        } catch {
            return "refused: \(error)\n"
        }
    }

    private static func line(_ record: StoredRecord) -> String {
        "\(record.sequence) kind \(record.kind) length \(record.body.count) check \(CRC32C.hash(record.body))"
    }

    /// What reading a store without its lock gives: all records that can be read, and the verdict on each file.
    private func surveyed(_ path: String) throws -> String {
        var lines: [String] = []
        let report = try JournalReader.open(at: path, storage: DiskStorage.reading).read(from: 1) { record in
            lines.append(Self.line(record))
            return true
        }
        for extent in report.extents {
            lines.append(
                "\(extent.name) \(extent.verdict) \(extent.first) to \(extent.last), \(extent.records) records")
        }
        lines += report.damages.map { "damaged: \($0)" }
        return (lines + [""]).joined(separator: "\n")
    }

    @Test(arguments: RepositoryFiles.names(in: folder).filter { $0.hasSuffix(".read") })
    func `a kept store is read past damage as it always has been`(name: String) throws {
        let kept = "\(Self.folder)/\(name.dropLast(5))"
        try StoreImage(text: try Self.text("\(kept).store")).place(at: "\(temporary.path)/journal")
        #expect(try surveyed("\(temporary.path)/journal") == Self.text("\(kept).read"))
    }

    @Test func `there are stores to open`() {
        #expect(Self.names.count >= 5)
    }

    @Test(arguments: names) func `a kept store opens as it always has`(name: String) async throws {
        let image = StoreImage(text: try Self.text("\(Self.folder)/\(name)"))
        try image.place(at: "\(temporary.path)/journal")
        let expected = try Self.text("\(Self.folder)/\(name.dropLast(6)).expected")
        #expect(await opened("\(temporary.path)/journal") == expected)
        guard !expected.hasPrefix("refused") else { return }
        let again = await opened("\(temporary.path)/journal")
        #expect(again.hasPrefix(expected.prefix(while: { $0 != "l" })), "a second start finds the same records")
    }

    @Test func `a store of a newer format is refused by name`() async throws {
        let image = StoreImage(text: try Self.text("\(Self.folder)/v1-clean.store"))
        for entry in image.entries where entry.name.hasSuffix(".seg") {
            var bytes = entry.bytes
            bytes[8] = 99
            let check = CRC32C.hash(Array(bytes[..<64]))
            for index in 0..<4 { bytes[64 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
            try image.place(at: "\(temporary.path)/journal")
            try FileBytes.replace("\(temporary.path)/journal/\(entry.name)", with: bytes)
            await #expect(throws: JournalFailure.newerFormat(version: 99)) {
                try await JournalFixture.open(DiskStorage(), at: "\(temporary.path)/journal")
            }
            #expect(JournalFailure.newerFormat(version: 99).description.contains("newer than this program"))
        }
    }

    // MARK: Recording

    @Test(.enabled(if: ProcessInfo.processInfo.environment["VAXEL_RECORD_STORES"] != nil))
    func `new stores are recorded, and old ones left as they are`() async throws {
        try await record("v1-clean", "three records and a mark, closed in order") { _ in }
        try await record("v1-segments", "four segments of 64 KiB, closed in order", records: 40, size: 3_000) { _ in }
        try await record("v1-torn", "the last batch torn at byte 200", closes: false) { path in
            try Self.change(path, at: 4096 * 3 + 200, count: 4)
        }
        try await record("v1-damaged", "a byte of the second batch changed, with sound batches behind it") { path in
            try Self.change(path, at: 4096 * 2 + 100, count: 1)
        }
        try await record("v1-missing", "the last of four segments missing", records: 40, size: 3_000) { path in
            let last = try #require(try FileBytes.names(in: "\(path)/log").last { $0.hasSuffix(".seg") })
            try FileBytes.remove("\(path)/log/\(last)")
        }
        try await record("v1-kept", "two segments thinned out", records: 40, size: 3_000, thins: true) { _ in }
        for name in RepositoryFiles.names(in: Self.folder) where name.hasSuffix(".store") {
            let target = RepositoryFiles.root.appending(path: "\(Self.folder)/\(name.dropLast(6)).read").path
            guard !FileBytes.exists(target) else { continue }
            let path = "\(temporary.path)/read-\(name)"
            try StoreImage(text: try Self.text("\(Self.folder)/\(name)")).place(at: path)
            try FileBytes.replace(target, with: Array(try surveyed(path).utf8), mode: 0o644)
        }
    }

    private func record(
        _ name: String, _ remark: String, records: Int = 3, size: Int = 600, closes: Bool = true,
        thins: Bool = false, _ spoil: (String) throws -> Void
    ) async throws {
        let target = RepositoryFiles.root.appending(path: "\(Self.folder)/\(name)").path
        guard !FileBytes.exists("\(target).store") else { return }
        let path = "\(temporary.path)/\(name)"
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: path)
        for number in 0..<records {
            // Mostly zeros, so that the text is short.
            let body = [UInt8(1 + number)] + [UInt8](repeating: 0, count: size - 2) + [UInt8(101 + number)]
            let group = JournalFixture.group([body], kind: UInt8(1 + number % 3))
            _ = try await journal.append(group, for: .settlement)
        }
        for extent in thins ? journal.extents.prefix(2) : [] {
            _ = try journal.rewrite(extent.first) { record in
                record.sequence % 3 == 0 ? .whole : record.sequence % 3 == 1 ? .body([9]) : .dropped
            }
        }
        // Taken before the close, which would write a mark behind what is to be torn.
        let unclosed = try StoreImage(folder: path, omitting: ["LOCK", ".tmp"])
        await journal.close()
        let image = closes ? try StoreImage(folder: path, omitting: ["LOCK", ".tmp"]) : unclosed
        try image.place(at: "\(path)-spoilt")
        try spoil("\(path)-spoilt")
        let spoilt = try StoreImage(folder: "\(path)-spoilt")
        try FileBytes.makeFolder(RepositoryFiles.root.appending(path: Self.folder).path, mode: 0o755)
        try FileBytes.replace("\(target).store", with: Array(spoilt.text(remark: remark).utf8), mode: 0o644)
        try FileBytes.replace("\(target).expected", with: Array(await opened("\(path)-spoilt").utf8), mode: 0o644)
    }

    private static func change(_ path: String, at offset: Int, count: Int) throws {
        let name = "\(path)/log/00000000000000000001.seg"
        var bytes = try FileBytes.read(name, atMost: 1 << 20)
        for index in offset..<offset + count { bytes[index] ^= 0x20 }
        try FileBytes.replace(name, with: bytes)
    }
}
