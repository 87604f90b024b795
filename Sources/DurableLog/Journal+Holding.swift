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
        do {
            folder = try storage.openFolder(path)
            file = try folder.open(StoreLock.name, creating: false)
        } catch {
            guard error.isMissing else { throw .unreadable(error) }
            return nil
        }
        return try StoreLock(file: file, in: folder).hold
    }

    /// Takes a store out of being held: it belongs where it is now.
    ///
    /// - Returns: why it was held; nil when it was not, and then nothing was changed.
    /// - Throws: `locked` while a gateway has it open; `unreadable` or `newerFormat`.
    package static func release(
        at path: String, storage: any Storage = DiskStorage()
    ) throws(JournalFailure) -> StoreHold? {
        let lock = try takeLock(at: path, storage)
        guard let hold = lock.hold else { return nil }
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
