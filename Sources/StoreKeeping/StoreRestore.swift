internal import DurableLog
internal import LinuxSystem

/// Puts a backup into an empty data folder, held until somebody releases it.
///
/// Everything is put beside its place first and moved there at the end, so that a half-finished restore is no store.
package struct StoreRestore {
    private static let draft = "journal.restoring"

    private let backup: String
    private let data: String

    /// Restores a backup.
    ///
    /// The files are copied and never linked: the restored store goes on writing.
    ///
    /// - Parameters:
    ///   - backup: the backup's folder.
    ///   - data: the gateway's data folder: not there, or without a journal and a key.
    /// - Returns: the list of what was restored.
    /// - Throws: `refused` when the folder holds a store or the backup is not what was made; `file` or `journal`, after which
    ///   the restore may be begun anew.
    package static func run(from backup: String, to data: String) throws(StoreFailure) -> BackupManifest {
        let restore = StoreRestore(backup: backup, data: data)
        let manifest = try restore.check()
        try restore.expectEmptyFolder()
        do {
            try restore.bringFiles(manifest)
        } catch let error as SystemError {
            throw .file(data, error)
        } catch let failure as StoreFailure {
            throw failure
        } catch let failure as JournalFailure {
            throw .journal(failure)
        } catch {
            throw .refused("\(error)")
        }
        return manifest
    }

    /// Checks every file of a backup against its list.
    ///
    /// - Returns: the list.
    /// - Throws: `refused`, naming the first file that is not what was backed up.
    package static func check(_ backup: String) throws(StoreFailure) -> BackupManifest {
        try StoreRestore(backup: backup, data: "").check()
    }

    private func check() throws(StoreFailure) -> BackupManifest {
        let list = "\(backup)/\(BackupManifest.fileName)"
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(list, atMost: Limits.manifestBytes)
        } catch {
            guard error.isMissing else { throw .file(list, error) }
            throw .refused("\(backup) has no \(BackupManifest.fileName): it is no backup, or one that was not finished")
        }
        let manifest = try BackupManifest.decode(bytes)
        for file in manifest.files {
            guard FileBytes.exists("\(backup)/\(file.name)") else { throw .refused("\(file.name) is missing") }
            guard try FileCopy.check("\(backup)/\(file.name)") == .init(bytes: file.bytes, check: file.check) else {
                throw .refused("\(file.name) is not what was backed up")
            }
        }
        return manifest
    }

    private func expectEmptyFolder() throws(StoreFailure) {
        let log = "\(data)/journal/log"
        let segments = (try? FileBytes.names(in: log))?.filter { $0.hasSuffix(".seg") || $0.hasSuffix(".kept") } ?? []
        guard segments.isEmpty else { throw .refused("\(data) holds a store; restore into an empty data folder") }
        guard !FileBytes.exists("\(data)/journal") else {
            throw .refused("\(data)/journal is there already; restore into an empty data folder")
        }
        // The backup's own key is what an interrupted restore leaves.
        let key = "\(data)/store.key"
        guard !FileBytes.exists(key) || (try? FileCopy.check(key)) == (try? FileCopy.check("\(backup)/store.key"))
        else {
            throw .refused("\(key) is of another store; restore into an empty data folder")
        }
    }

    private func bringFiles(_ manifest: BackupManifest) throws {
        let draft = "\(data)/\(Self.draft)"
        try FileBytes.makeFolder(data)
        try FileBytes.remove(draft)
        for folder in ["", "/log", "/snapshots"] { try FileBytes.makeFolder(draft + folder) }
        // Before anything else: whatever becomes of this, a gateway that finds it holds it.
        try Journal.holdRestored(at: draft)
        for file in manifest.files where file.name.hasPrefix("journal/") {
            let target = "\(draft)/\(file.name.dropFirst("journal/".count))"
            guard try FileCopy.copy("\(backup)/\(file.name)", to: target) == .init(bytes: file.bytes, check: file.check)
            else { throw StoreFailure.refused("\(file.name) changed while it was restored") }
        }
        for folder in ["/log", "/snapshots", ""] { try Folder.open(draft + folder).sync() }
        let key = try FileBytes.read("\(backup)/store.key", atMost: 64)
        try FileBytes.replace("\(data)/store.key", with: key)
        try FileBytes.rename(draft, to: "journal")
    }
}
