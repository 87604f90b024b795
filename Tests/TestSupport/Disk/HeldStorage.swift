internal import Dispatch
package import DurableLog
internal import Glibc
package import LinuxSystem

/// The real disk, whose `fdatasync` of files does not return while it is held back, or fails, and which says that it has as much
/// room as it is told to.
package final class HeldStorage: Storage {
    private struct State {
        var isHolding = false
        var isFailing = false
        var held = 0
        var freeBytes: UInt64?
    }

    private let disk = DiskStorage()
    private let state = Lock(State())
    private let gate = DispatchSemaphore(value: 0)

    package init() {}

    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        HeldFolder(folder: try disk.openFolder(path), storage: self)
    }

    /// Keeps every sync that begins from now on from returning until `release`.
    package func hold() {
        state.withLock { $0.isHolding = true }
    }

    /// Lets held syncs, and those to come, return.
    package func release() {
        let held = state.withLock { state in
            defer { state.held = 0 }
            state.isHolding = false
            return state.held
        }
        for _ in 0..<held { gate.signal() }
    }

    /// Has every sync from now on fail, as of a disk that is dying.
    package func failSyncs() {
        state.withLock { $0.isFailing = true }
    }

    /// How many syncs are being held back now.
    package var heldSyncs: Int { state.withLock { $0.held } }

    /// Has the disk say that it has so much room; nil for what it has.
    package func setFreeBytes(_ count: UInt64?) {
        state.withLock { $0.freeBytes = count }
    }

    fileprivate var freeBytes: UInt64? { state.withLock { $0.freeBytes } }

    fileprivate func pass() throws(SystemError) {
        if state.withLock({ $0.isFailing }) { throw SystemError(call: "fdatasync", code: EIO) }
        let isHeld = state.withLock { state in
            if state.isHolding { state.held += 1 }
            return state.isHolding
        }
        if isHeld { gate.wait() }
    }
}

private struct HeldFolder: StorageFolder {
    let folder: any StorageFolder
    let storage: HeldStorage

    func names() throws(SystemError) -> [String] { try folder.names() }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        HeldFile(file: try folder.open(name, creating: creating), storage: storage)
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? { try folder.lock(name) }

    func rename(_ old: String, to new: String) throws(SystemError) { try folder.rename(old, to: new) }

    func unlink(_ name: String) throws(SystemError) { try folder.unlink(name) }

    func sync() throws(SystemError) { try folder.sync() }

    func origin() throws(SystemError) -> StoreOrigin? { try folder.origin() }

    func freeBytes() throws(SystemError) -> UInt64 {
        if let told = storage.freeBytes { return told }
        return try folder.freeBytes()
    }
}

private struct HeldFile: StorageFile {
    let file: any StorageFile
    let storage: HeldStorage

    func size() throws(SystemError) -> UInt64 { try file.size() }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try file.read(into: buffer, at: offset)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try file.write(bytes, at: offset)
    }

    func truncate(to size: UInt64) throws(SystemError) { try file.truncate(to: size) }

    func writeOut(_ count: Int, at offset: UInt64) throws(SystemError) { try file.writeOut(count, at: offset) }

    func sync() throws(SystemError) {
        try storage.pass()
        try file.sync()
    }

    func dropCached() throws(SystemError) { try file.dropCached() }
}
