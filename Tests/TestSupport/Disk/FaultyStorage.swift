internal import Dispatch
package import DurableLog
package import LinuxSystem
internal import Synchronization

/// A disk in memory that fails, cuts short, holds back and crashes on command.
package final class FaultyStorage: Storage {
    /// What a crash leaves of writes that were not synced.
    package enum Survival: Sendable {
        case nothing
        case everything
        /// Of each unsynced write, sectors of 512 bytes at random.
        case sectors(seed: UInt64)
    }

    let disk: Mutex<FaultyDisk>
    private let gate = DispatchSemaphore(value: 0)

    package init() {
        disk = Mutex(FaultyDisk())
    }

    private init(_ disk: FaultyDisk) {
        self.disk = Mutex(disk)
    }

    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        FaultyFolder(storage: self, path: path)
    }

    /// Makes a call fail with an error number: the next one after so many have passed, once or for ever.
    package func fail(_ call: FaultyDisk.Call, after passes: Int = 0, with code: Int32, forever: Bool = false) {
        disk.withLock { $0.faults.append(.init(call: call, passes: passes, code: code, isForever: forever)) }
    }

    /// Lets so many calls that change something work and refuses all after them, as if the power had gone there.
    package func stop(afterChanges count: Int?) {
        disk.withLock { $0.changesLeft = count }
    }

    /// How many calls that change something are still to work before `stop(afterChanges:)` takes effect; nil without it.
    package var changesLeft: Int? { disk.withLock { $0.changesLeft } }

    /// Takes all ordered faults back.
    package func mend() {
        disk.withLock { $0.faults = [] }
    }

    /// Lets no read or write take more than so many bytes at once.
    package func shorten(to count: Int?) {
        disk.withLock { $0.longestTransfer = count }
    }

    /// Sets how much room the disk says it has; writing takes none of it.
    package func setFreeBytes(_ count: UInt64) {
        disk.withLock { $0.freeBytes = count }
    }

    /// How often a call was made.
    package func count(of call: FaultyDisk.Call) -> Int {
        disk.withLock { $0.counts[call, default: 0] }
    }

    /// Keeps every sync from returning until `releaseSyncs`.
    package func holdSyncs() {
        disk.withLock { $0.holdsSyncs = true }
    }

    /// Lets held syncs, and those to come, return.
    package func releaseSyncs() {
        let held = disk.withLock { disk in
            defer { disk.heldSyncs = 0 }
            disk.holdsSyncs = false
            return disk.heldSyncs
        }
        for _ in 0..<held { gate.signal() }
    }

    /// Lets the one held sync return while those to come are held.
    package func releaseOneSync() {
        disk.withLock { $0.heldSyncs -= 1 }
        gate.signal()
    }

    /// Returns as soon as a sync is being held.
    package func waitForHeldSync() async {
        await withCheckedContinuation { continuation in
            let isHeld = disk.withLock { disk in
                if disk.heldSyncs == 0 { disk.watchers.append(continuation) }
                return disk.heldSyncs > 0
            }
            if isHeld { continuation.resume() }
        }
    }

    /// The disk as it is found after the power has gone at this moment; this one stays as it is.
    package func crashed(_ survival: Survival) -> FaultyStorage {
        FaultyStorage(disk.withLock { $0.crashed(survival) })
    }

    /// The contents of the only file whose name has an ending, in a folder.
    package func contents(inFolder path: String, ending: String) -> [UInt8]? {
        disk.withLock { disk in
            disk.names[path]?.first { $0.key.hasSuffix(ending) }.flatMap { disk.files[$0.value]?.bytes }
        }
    }

    /// Changes the bytes of the first file in name order whose name has an ending, as rot would.
    package func change(inFolder path: String, ending: String, _ body: (inout [UInt8]) -> Void) {
        disk.withLock { disk in
            let found = disk.names[path]?.filter { $0.key.hasSuffix(ending) }.min { $0.key < $1.key }
            guard let id = found?.value, var bytes = disk.files[id]?.bytes else { return }
            body(&bytes)
            disk.files[id] = FaultyDisk.FileImage(bytes: bytes, synced: bytes)
        }
    }

    /// Changes the bytes of one file, as rot would.
    package func change(_ name: String, inFolder path: String, _ body: (inout [UInt8]) -> Void) {
        disk.withLock { disk in
            guard let id = disk.names[path]?[name], var bytes = disk.files[id]?.bytes else { return }
            body(&bytes)
            disk.files[id] = FaultyDisk.FileImage(bytes: bytes, synced: bytes)
        }
    }

    /// The names in a folder, sorted.
    package func names(inFolder path: String) -> [String] {
        disk.withLock { $0.names[path, default: [:]].keys.sorted() }
    }

    /// Loses a file's name, as a careless hand would.
    package func remove(_ name: String, inFolder path: String) {
        disk.withLock { disk in
            disk.names[path]?[name] = nil
            disk.syncedNames[path]?[name] = nil
        }
    }

    func sync(_ file: Int) throws(SystemError) {
        let watchers: [CheckedContinuation<Void, Never>]? = disk.withLock { disk in
            guard disk.holdsSyncs else { return nil }
            disk.heldSyncs += 1
            defer { disk.watchers = [] }
            return disk.watchers
        }
        if let watchers {
            for watcher in watchers { watcher.resume() }
            gate.wait()
        }
        try disk.withLock { disk throws(SystemError) in
            try disk.enter(.sync)
            disk.files[file]?.settle()
        }
    }
}
