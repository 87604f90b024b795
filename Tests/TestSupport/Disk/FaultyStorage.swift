package import DurableLog
internal import Glibc
package import LinuxSystem

/// A disk in memory that fails, cuts short, holds back and crashes on command.
package final class FaultyStorage: Storage {
    /// What a crash leaves of changes that were not synced.
    package enum Survival: Sendable {
        case nothing
        case everything
        /// Of each unsynced write, sectors of 512 bytes at random; names as they were synced.
        case sectors(seed: UInt64)
        /// Each unsynced write kept, dropped, torn at 512 bytes or garbage; unsynced names kept or not.
        case anything(seed: UInt64)
    }

    let disk: Lock<FaultyDisk>
    private let gate = DiskGate()

    package init() {
        disk = Lock(FaultyDisk())
    }

    init(_ disk: FaultyDisk) {
        self.disk = Lock(disk)
    }

    package func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        FaultyFolder(storage: self, path: path)
    }

    /// Makes a call fail with an error number: the next one after so many have passed, once or for ever.
    package func fail(_ call: FaultyDisk.Call, after passes: Int = 0, with code: Int32, forever: Bool = false) {
        disk.withLock {
            $0.faults.append(.init(call: call, passes: passes, failing: .code(code), isForever: forever))
        }
    }

    /// Cuts one read or write short after so many bytes: the next one after so many have passed.
    package func shorten(_ call: FaultyDisk.Call, after passes: Int, to count: Int) {
        disk.withLock {
            $0.faults.append(.init(call: call, passes: passes, failing: .short(count), isForever: false))
        }
    }

    /// Lets so many calls that change something work and refuses all after them, as if the power had gone there.
    package func stop(afterChanges count: Int?) {
        disk.withLock { $0.changesLeft = count }
    }

    /// How many calls that change something are still to work before `stop(afterChanges:)` takes effect; nil without it.
    package var changesLeft: Int? { disk.withLock { $0.changesLeft } }

    /// Takes all ordered faults back, and tells how many had not come to anything.
    @discardableResult
    package func mend() -> Int {
        disk.withLock { disk in
            defer { disk.faults = [] }
            return disk.faults.count
        }
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
        gate.close(for: .syncs)
    }

    /// Keeps every read from being made until `releaseHeld`.
    package func holdReads() {
        gate.close(for: .reads)
    }

    /// Keeps every write to files whose names have an ending from being made until `releaseHeld`.
    package func holdWrites(toNamesEnding ending: String) {
        gate.close(for: .writes(toNamesEnding: ending))
    }

    /// Lets held calls, and those to come, return.
    package func releaseHeld() {
        gate.open()
    }

    /// Lets the one held call return while those to come are held.
    package func releaseOneHeld() {
        gate.letOneThrough()
    }

    /// How many calls are being held.
    package var heldCalls: Int { gate.count }

    /// Returns as soon as a call is being held.
    package func waitForHeld() async {
        await gate.waitForOne()
    }

    /// Lets held syncs, and those to come, return.
    package func releaseSyncs() {
        releaseHeld()
    }

    /// Lets the one held sync return while those to come are held.
    package func releaseOneSync() {
        releaseOneHeld()
    }

    /// Returns as soon as a sync is being held.
    package func waitForHeldSync() async {
        await waitForHeld()
    }

    /// The disk as it is found after the power has gone at this moment; this one stays as it is.
    package func crashed(_ survival: Survival) -> FaultyStorage {
        FaultyStorage(disk.withLock { $0.crashed(survival) })
    }

    /// The contents of the only file whose name has an ending, in a folder.
    package func contents(inFolder path: String, ending: String) -> [UInt8]? {
        disk.withLock { disk in
            disk.names[path]?.first { $0.key.hasSuffix(ending) }.flatMap { disk.files[$0.value]?.contents.bytes }
        }
    }

    /// Whether some bytes stand in any file of a folder.
    package func holds(_ bytes: [UInt8], inFolder path: String) -> Bool {
        disk.withLock { disk in
            disk.names[path, default: [:]].values.contains { id in
                disk.files[id]?.contents.bytes.holds(bytes) ?? false
            }
        }
    }

    /// Changes the bytes of the first file in name order whose name has an ending, as rot would.
    package func change(inFolder path: String, ending: String, _ body: (inout [UInt8]) -> Void) {
        disk.withLock { disk in
            let found = disk.names[path]?.filter { $0.key.hasSuffix(ending) }.min { $0.key < $1.key }
            guard let id = found?.value, var bytes = disk.files[id]?.contents.bytes else { return }
            body(&bytes)
            disk.replace(id, with: FileContents(bytes))
        }
    }

    /// Changes the bytes of one file, as rot would.
    package func change(_ name: String, inFolder path: String, _ body: (inout [UInt8]) -> Void) {
        disk.withLock { disk in
            guard let id = disk.names[path]?[name], var bytes = disk.files[id]?.contents.bytes else { return }
            body(&bytes)
            disk.replace(id, with: FileContents(bytes))
        }
    }

    /// The names in a folder, sorted.
    package func names(inFolder path: String) -> [String] {
        disk.withLock { $0.names[path, default: [:]].keys.sorted() }
    }

    /// Loses a file's name, as a careless hand would.
    package func remove(_ name: String, inFolder path: String) {
        disk.withLock { $0.lose(name, in: path) }
    }

    /// Waits while writes to the file are held back.
    func pause(beforeWriteTo file: Int) {
        gate.pass { held in
            guard case .writes(let ending) = held else { return false }
            return disk.withLock { disk in
                disk.names.values.contains { names in
                    names.contains { $0.value == file && $0.key.hasSuffix(ending) }
                }
            }
        }
    }

    /// Waits while reads are held back.
    func pauseBeforeRead() {
        gate.pass { $0 == .reads }
    }

    /// Waits while syncs are held back.
    func pauseBeforeSync() {
        gate.pass { $0 == .syncs }
    }
}

extension [UInt8] {
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        return withUnsafeBytes { bytes in
            var place = 0
            while place + other.count <= bytes.count {
                guard let start = bytes.baseAddress,
                    let found = memchr(start + place, Int32(first), bytes.count - place)
                else { return false }
                place = UnsafeRawPointer(found) - start
                if bytes[place...].starts(with: other) { return true }
                place += 1
            }
            return false
        }
    }
}
