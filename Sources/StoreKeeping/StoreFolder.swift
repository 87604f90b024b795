package import DurableLog
internal import LinuxSystem

/// The files of a store, to be looked at whether or not a gateway has them open; nothing is locked and nothing written.
package struct StoreFolder: Sendable {
    /// The journal's folder.
    package let path: String
    let storage: any Storage

    /// Takes a journal's folder, of a data folder or of a backup.
    ///
    /// - Parameters:
    ///   - path: the folder that holds `log/`.
    ///   - storage: the disk.
    /// - Throws: `refused` when there is no store.
    package init(
        journal path: String, storage: any Storage = DiskStorage.reading
    ) throws(StoreFailure) {
        self.path = path
        self.storage = storage
        do {
            _ = try storage.openFolder("\(path)/log")
        } catch {
            guard error.isMissing else { throw .file("\(path)/log", error) }
            throw .refused("\(path) holds no journal")
        }
    }

    /// Where the snapshots lie.
    var snapshots: String { "\(path)/snapshots" }

    func reader() throws(StoreFailure) -> JournalReader {
        do {
            return try JournalReader.open(at: path, storage: storage)
        } catch {
            throw .journal(error)
        }
    }

    /// Takes a store out of being held: it belongs where it is now.
    ///
    /// - Parameter path: the journal's folder.
    /// - Throws: `journal`: `locked` while a gateway has it open.
    package static func release(journal path: String) throws(StoreFailure) {
        do {
            _ = try Journal.release(at: path)
        } catch {
            throw .journal(error)
        }
    }

    /// Why the store starts held, for an operator, in English and Swedish; nil when it does not.
    ///
    /// - Throws: `journal`.
    package func holdReason() throws(StoreFailure) -> (english: String, swedish: String)? {
        try hold().map { ($0.description, $0.swedish) }
    }

    /// Why the store starts held; nil when it does not.
    package func hold() throws(StoreFailure) -> StoreHold? {
        do {
            return try Journal.hold(at: path, storage: storage)
        } catch {
            throw .journal(error)
        }
    }
}
