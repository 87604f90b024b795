internal import LinuxSystem

extension Journal {
    /// Why a store is held, read without its lock and with nothing written; nil when it is not, or there is none.
    ///
    /// - Throws: `unreadable` or `newerFormat`.
    package static func hold(
        at path: String, storage: any Storage = DiskStorage.reading
    ) throws(JournalFailure) -> StoreHold? {
        let folder: any StorageFolder
        let file: any StorageFile
        let hasLog: Bool
        do throws(SystemError) {
            folder = try storage.openFolder(path)
            hasLog = try Self.hasLog(path, storage)
            guard try folder.names().contains(StoreLock.name) else {
                let here = try folder.origin()
                return hasLog && here != nil ? .missingLock : nil
            }
            file = try folder.open(StoreLock.name, creating: false)
        } catch {
            guard error.isMissing else { throw .unreadable(error) }
            return nil
        }
        return try StoreLock(file: file, in: folder).hold(hasLog: hasLog)
    }

    /// Takes a store out of being held: it belongs where it is now.
    ///
    /// - Returns: why it was held; nil when it was not, and then nothing was changed.
    /// - Throws: `locked` while a gateway has it open; `unreadable` or `newerFormat`.
    package static func release(
        at path: String, storage: any Storage = DiskStorage()
    ) throws(JournalFailure) -> StoreHold? {
        let lock = try takeLock(at: path, storage)
        let hasLog: Bool
        do {
            hasLog = try Self.hasLog(path, storage)
        } catch {
            throw .unreadable(error)
        }
        guard let hold = lock.hold(hasLog: hasLog) else { return nil }
        try lock.write(isHeld: false)
        return hold
    }

    /// Has a store held until it is released, wherever it is; on disk when this returns.
    ///
    /// - Throws: `locked` while a gateway has it open; `unreadable` or `newerFormat`.
    package static func holdRestored(
        at path: String, storage: any Storage = DiskStorage()
    ) throws(JournalFailure) {
        try takeLock(at: path, storage).write(isHeld: true)
    }

    /// Whether a store has a log: a new one gets its first segment when it says where it belongs.
    private static func hasLog(_ path: String, _ storage: any Storage) throws(SystemError) -> Bool {
        do throws(SystemError) {
            return try storage.openFolder(path + "/" + LogNames.folder).names()
                .contains { $0.hasSuffix(LogNames.segmentEnding) || $0.hasSuffix(LogNames.keptEnding) }
        } catch {
            guard error.isMissing else { throw error }
            return false
        }
    }

    private static func takeLock(at path: String, _ storage: any Storage) throws(JournalFailure) -> StoreLock {
        let folder: any StorageFolder
        let file: (any StorageFile)?
        do {
            folder = try storage.openFolder(path)
            file = try folder.lock(StoreLock.name)
        } catch {
            throw .unreadable(error)
        }
        guard let file else { throw .locked }
        return try StoreLock(file: file, in: folder)
    }
}
