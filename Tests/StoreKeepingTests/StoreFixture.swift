import DurableLog
import LinuxSystem
import StoreKeeping
import Synchronization
import TestSupport

/// A data folder on the real disk with a store in it.
final class StoreFixture {
    static let options = JournalOptions(segmentBytes: 64 << 10, preparesSpare: false, idleSeconds: nil)
    static let key = [UInt8](repeating: 7, count: 16)

    private let temporary = TemporaryFolder()

    /// The data folder.
    var data: String { "\(temporary.path)/data" }
    var journal: String { "\(data)/journal" }

    /// A path beside the data folder where nothing is yet.
    func beside(_ name: String) -> String { "\(temporary.path)/\(name)" }

    /// Makes a data folder without a journal.
    init() throws {
        try FileBytes.makeFolder(data)
        try FileBytes.replace("\(data)/store.key", with: Self.key)
    }

    /// Makes a data folder with a store that the repository keeps: `QueuesTests/Stores/v1-every-kind`.
    convenience init(kept name: String) throws {
        try self.init()
        let text = String(decoding: try RepositoryFiles.bytes("Tests/\(name).store"), as: UTF8.self)
        try StoreImage(text: text).place(at: journal)
    }

    /// Opens the store, and returns it with the bodies of its records.
    func open() async throws -> (journal: Journal, bodies: [[UInt8]]) { try await Self.open(journal) }

    /// Opens a store in any folder, and returns it with the bodies of its records.
    static func open(_ path: String) async throws -> (journal: Journal, bodies: [[UInt8]]) {
        let bodies = Bodies()
        let journal = try await Journal.open(at: path, options: options) { record in
            bodies.all.withLock { $0.append(record.body) }
        }
        return (journal, bodies.all.withLock { $0 })
    }

    /// Stores so many records of a size, one batch each.
    func fill(_ count: Int, size: Int = 3_000) async throws {
        let (journal, _) = try await open()
        for number in 0..<count { try await Self.append(number, size: size, to: journal) }
        await journal.close()
    }

    static func append(_ number: Int, size: Int = 3_000, to journal: Journal) async throws {
        var group = RecordGroup()
        group.append(kind: 77, body: [UInt8(truncatingIfNeeded: number)] + [UInt8](repeating: 1, count: size))
        _ = try await journal.append(group, for: .settlement)
    }

    /// Changes bytes of a file of the journal.
    func change(_ name: String, at offset: Int) throws {
        var bytes = try FileBytes.read("\(journal)/\(name)", atMost: 1 << 24)
        bytes[offset] ^= 0x20
        try FileBytes.replace("\(journal)/\(name)", with: bytes)
    }

    /// Everything in the data folder, to see that nothing was changed.
    func contents() throws -> [String] {
        try StoreImage(folder: data).entries.map { "\($0.name) \($0.bytes.count) \($0.bytes.hashValue)" }
    }

    func store() throws -> StoreFolder { try StoreFolder(journal: journal) }

    private final class Bodies: Sendable {
        let all = Mutex<[[UInt8]]>([])
    }
}
