internal import Dispatch
internal import LinuxSystem

/// Segment files made before they are needed: zeros, synced, waiting for a header and a name.
///
/// One more than the next segment takes is kept, so that on a full disk settlements still have a whole one.
/// Concurrency: one thread takes; the files are made on a serial queue of their own, and all that changes is behind one
/// lock.
final class SpareFiles: Sendable {
    /// A file of zeros under a name that recovery ignores.
    struct Spare: Sendable {
        let name: String
        let file: any StorageFile
        /// Bytes of the file.
        let size: Int
    }

    private struct State {
        var waiting: [Spare] = []
        /// Files begun since the start; the number is in the name, so that none is made over another.
        var begun = 0
        var failure: SystemError?
        /// When, on the boot clock, a failed making may be tried again.
        var retryAt: UInt64 = 0
        var hasSwept = false
        var isEnding = false
    }

    private let state = Lock(State())
    private let queue = DispatchQueue(label: "journal.spare")
    /// Told what is written to the log.
    let pace = FillPace()
    private let folder: any StorageFolder
    private let options: JournalOptions
    private let clock: SystemClock

    init(folder: any StorageFolder, options: JournalOptions, clock: SystemClock) {
        self.folder = folder
        self.options = options
        self.clock = clock
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Why the last file could not be made; nil when it could.
    var failure: SystemError? { state.withLock { $0.failure } }

    /// Whether the last file found no room, looked at anew by having it tried again when that is due.
    var lacksRoom: Bool {
        guard failure?.isOutOfRoom == true else { return false }
        let now = clock.bootNanoseconds()
        let mayTry = state.withLock { state in
            guard options.preparesSpare, now >= state.retryAt else { return false }
            state.retryAt = now + Limits.fullDiskPause
            return true
        }
        if mayTry { prepare() }
        return true
    }

    /// Takes the first that waits.
    func take() -> Spare? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    /// Whether so many wait, waiting for those that are missing to be made.
    ///
    /// After a failure nobody waits: it is tried again in the background, and at most once in a while.
    func hasMade(_ wanted: Int) -> Bool {
        if count >= wanted { return true }
        let now = clock.bootNanoseconds()
        let (hasFailed, mayTry) = state.withLock { state in
            let mayTry = state.failure == nil || now >= state.retryAt
            if state.failure != nil, mayTry { state.retryAt = now + Limits.fullDiskPause }
            return (state.failure != nil, mayTry)
        }
        guard mayTry else { return false }
        if hasFailed, options.preparesSpare {
            prepare()
            return false
        }
        pace.hurrying { queue.sync { fill(to: wanted) } }
        return count >= wanted
    }

    /// The same for one for whom it is not urgent: what is missing is made in the background, and nobody waits for it.
    func hasWaiting(_ wanted: Int) -> Bool {
        guard options.preparesSpare else { return hasMade(wanted) }
        if count >= wanted { return true }
        prepare()
        return false
    }

    /// Makes what is missing in the background.
    func prepare() {
        queue.async { self.fill(to: Limits.spares) }
    }

    /// Makes a file of another size, for a record larger than a segment.
    ///
    /// - Throws: `SystemError`, with nothing made.
    func makeOne(of size: Int) throws(SystemError) -> Spare {
        try pace.hurrying {
            queue.sync { () -> Result<Spare, SystemError> in
                do throws(SystemError) { return .success(try make(size)) } catch { return .failure(error) }
            }
        }.get()
    }

    /// Makes no more in the background, and returns when none is being made.
    func finish() {
        state.withLock { $0.isEnding = true }
        pace.hurrying { queue.sync {} }
    }

    /// Runs on the queue only, so that no more are made than wanted.
    private func fill(to wanted: Int) {
        while state.withLock({ !$0.isEnding && $0.waiting.count < wanted }) {
            do throws(SystemError) {
                let spare = try make(options.segmentBytes)
                state.withLock { state in
                    state.waiting.append(spare)
                    state.failure = nil
                }
            } catch {
                let retryAt = clock.bootNanoseconds() + Limits.fullDiskPause
                return state.withLock { state in
                    state.failure = error
                    state.retryAt = retryAt
                }
            }
        }
    }

    private func make(_ size: Int) throws(SystemError) -> Spare {
        try sweep()
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        let name = "\(SegmentFile.spareName)-\(number)\(SegmentFile.spareEnding)"
        let file = try SegmentFile.makeZeros(name, size, in: folder) { pace.awaitTurn(for: $0) }
        return Spare(name: name, file: file, size: size)
    }

    /// Gives back the room of files that were made before the last start and never used.
    private func sweep() throws(SystemError) {
        guard !state.withLock({ $0.hasSwept }) else { return }
        for name in try folder.names() where name.hasSuffix(SegmentFile.spareEnding) { try folder.unlink(name) }
        state.withLock { $0.hasSwept = true }
    }
}
