import DurableLog
import Foundation
import LinuxSystem
import Synchronization

/// The machine's disk, which tells what the journal's writer asked of it: files that have become segments count, files of
/// zeros that are made ahead do not.
struct CountingStorage: Storage {
    /// What was done since the start.
    struct Counts {
        /// Syncs of segments.
        var activeSyncs = 0
        /// Bytes written to segments.
        var activeBytes = 0
        /// Nanoseconds in writes and syncs of segments.
        var activeNanoseconds: UInt64 = 0
    }

    /// What folders and files of one storage share.
    fileprivate final class Book: Sendable {
        let counts = Mutex(Counts())
        let files = Mutex<[String: CountingFile]>([:])
        /// Until when nothing is written to files that are made ahead.
        let restsUntil = Mutex<ContinuousClock.Instant?>(nil)
    }

    private let book = Book()

    /// What was done until now.
    var counts: Counts { book.counts.withLock { $0 } }

    /// Lets nothing be made ahead for so many seconds.
    func rest(seconds: Double) {
        book.restsUntil.withLock { $0 = .now.advanced(by: .seconds(seconds)) }
    }

    func openFolder(_ path: String) throws(SystemError) -> any StorageFolder {
        CountingFolder(folder: try DiskStorage().openFolder(path), book: book)
    }
}

private struct CountingFolder: StorageFolder {
    let folder: any StorageFolder
    let book: CountingStorage.Book

    func names() throws(SystemError) -> [String] { try folder.names() }

    func open(_ name: String, creating: Bool) throws(SystemError) -> any StorageFile {
        let isSpare = creating && name.hasPrefix("spare")
        let file = CountingFile(file: try folder.open(name, creating: creating), isSpare: isSpare, book: book)
        book.files.withLock { $0[name] = file }
        return file
    }

    func lock(_ name: String) throws(SystemError) -> (any StorageFile)? { try folder.lock(name) }

    func rename(_ old: String, to new: String) throws(SystemError) {
        try folder.rename(old, to: new)
        let file = book.files.withLock { $0.removeValue(forKey: old) }
        if new.hasSuffix(".seg") { file?.isSegment.store(true, ordering: .relaxed) }
    }

    func unlink(_ name: String) throws(SystemError) { try folder.unlink(name) }

    func sync() throws(SystemError) { try folder.sync() }

    func freeBytes() throws(SystemError) -> UInt64 { try folder.freeBytes() }

    func origin() throws(SystemError) -> StoreOrigin? { try folder.origin() }
}

private final class CountingFile: StorageFile {
    let isSegment = Atomic<Bool>(false)
    private let isMade: Atomic<Bool>
    private let file: any StorageFile
    private let book: CountingStorage.Book

    init(file: any StorageFile, isSpare: Bool, book: CountingStorage.Book) {
        isMade = Atomic(!isSpare)
        self.file = file
        self.book = book
    }

    func size() throws(SystemError) -> UInt64 { try file.size() }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try file.read(into: buffer, at: offset)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        if !isMade.load(ordering: .relaxed), let end = book.restsUntil.withLock({ $0 }) { Thread.sleep(until: end) }
        let start = ContinuousClock.now
        let count = try file.write(bytes, at: offset)
        note(since: start, bytes: count)
        return count
    }

    func truncate(to size: UInt64) throws(SystemError) { try file.truncate(to: size) }

    func writeOut(_ count: Int, at offset: UInt64) throws(SystemError) { try file.writeOut(count, at: offset) }

    func sync() throws(SystemError) {
        let start = ContinuousClock.now
        try file.sync()
        isMade.store(true, ordering: .relaxed)
        note(since: start, syncs: 1)
    }

    private func note(since start: ContinuousClock.Instant, bytes: Int = 0, syncs: Int = 0) {
        guard isSegment.load(ordering: .relaxed) else { return }
        let nanoseconds = (ContinuousClock.now - start).nanoseconds
        book.counts.withLock { counts in
            counts.activeBytes += bytes
            counts.activeSyncs += syncs
            counts.activeNanoseconds += nanoseconds
        }
    }
}

extension Thread {
    /// Sleeps until a moment, not at all when it has passed.
    fileprivate static func sleep(until end: ContinuousClock.Instant) {
        let seconds = Double((end - .now).nanoseconds) / 1e9
        if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
    }
}
