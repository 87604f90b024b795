internal import LinuxSystem

/// How much room the file system has, asked often enough to stop intake in time and seldom enough to cost nothing.
///
/// Concurrency: any thread may ask.
final class DiskRoom: Sendable {
    private struct State {
        var freeBytes: UInt64?
        /// When it is to be asked again, on the boot clock.
        var askAt: UInt64 = 0
        /// Bytes written since it was asked.
        var written = 0
    }

    private let state = Lock(State())
    private let folder: any StorageFolder
    private let clock: SystemClock
    /// Bytes of room below which intake is refused.
    let floor: UInt64

    init(folder: any StorageFolder, floor: UInt64, clock: SystemClock) {
        self.folder = folder
        self.floor = floor
        self.clock = clock
    }

    /// Bytes of room when last asked; nil when the file system has never said.
    var freeBytes: UInt64? { state.withLock { $0.freeBytes } }

    /// Counts what was written since the room was asked for.
    func wrote(_ bytes: Int) {
        state.withLock { $0.written += bytes }
    }

    /// Whether less room is left than the floor; asks the file system when the last answer has become old.
    ///
    /// A file system that does not say keeps its last answer: whether it has room shows when a segment is made.
    var isBelowFloor: Bool {
        let now = clock.bootNanoseconds()
        let isDue = state.withLock { state in
            guard now >= state.askAt || state.written >= Limits.roomBytes else { return false }
            state.askAt = now + Limits.roomPause
            state.written = 0
            return true
        }
        if isDue, let bytes = try? folder.freeBytes() { state.withLock { $0.freeBytes = bytes } }
        return freeBytes.map { $0 < floor } ?? false
    }
}
