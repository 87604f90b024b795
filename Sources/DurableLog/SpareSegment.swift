internal import Dispatch
internal import LinuxSystem
internal import Synchronization

/// Keeps one zero-filled, synced file ready, so that going on to a new segment waits for no allocation.
///
/// Writing into a file that was only allocated costs a file-system journal commit per sync; into one that holds zeros it
/// does not.
final class SpareSegment: Sendable {
    private enum State {
        case missing
        case ready(any StorageFile)
        case failed(SystemError)
    }

    private let folder: SegmentFolder
    private let storage: any Storage
    private let bytes: Int
    private let queue = DispatchQueue(label: "vaxel.journal.spare")
    private let state = Mutex(State.missing)

    init(folder: SegmentFolder, storage: any Storage, bytes: Int) {
        self.folder = folder
        self.storage = storage
        self.bytes = bytes
    }

    /// Whether the last try to make one failed: there is no room, or the disk refuses.
    var isRefused: Bool {
        state.withLock { if case .failed = $0 { true } else { false } }
    }

    /// Begins to make one if there is none; returns at once.
    func prepare() {
        queue.async { self.make() }
    }

    /// Takes the spare, making one first if there is none. Called from the journal's own thread only.
    func take() throws(SystemError) -> any StorageFile {
        queue.sync { make() }
        return try state.withLock { state throws(SystemError) in
            switch state {
            case .ready(let file):
                state = .missing
                return file
            case .failed(let error):
                throw error
            case .missing:
                // `make` leaves nothing missing, and only this thread takes.
                throw SystemError(call: "take", code: 0)
            }
        }
    }

    private func make() {
        let isReady = state.withLock { if case .ready = $0 { true } else { false } }
        guard !isReady else { return }
        do {
            let file = try zeroFilled()
            state.withLock { $0 = .ready(file) }
        } catch {
            // What is left of it would only take more of the room that is missing.
            try? storage.remove(folder.spare)
            state.withLock { $0 = .failed(error) }
        }
    }

    private func zeroFilled() throws(SystemError) -> any StorageFile {
        if try storage.names(in: folder.log).contains("spare") { try storage.remove(folder.spare) }
        let file = try storage.open(folder.spare, creating: true)
        let zeros = [UInt8](repeating: 0, count: min(Limits.zeroChunk, bytes))
        for offset in stride(from: 0, to: bytes, by: zeros.count) {
            try file.write(offset + zeros.count <= bytes ? zeros : Array(zeros[..<(bytes - offset)]), at: offset)
        }
        try file.synchronize()
        return file
    }
}
