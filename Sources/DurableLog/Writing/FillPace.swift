internal import Dispatch
internal import LinuxSystem

/// How fast spare files are filled: at once while the log lies still, and while it is written to only as fast as it is,
/// so that its syncs find the disk free.
///
/// Concurrency: one thread fills, any other may count and hurry.
final class FillPace: Sendable {
    private struct State {
        /// Bytes that the log was given since zeros were last written.
        var written = 0
        var wanted = 0
        var isWaiting = false
        /// How many wait for a file.
        var hurries = 0
    }

    private let state = Lock(State())
    private let turn = DispatchSemaphore(value: 0)

    /// Counts what the log was given.
    func wrote(_ bytes: Int) {
        wake { $0.written += bytes }
    }

    /// Does what waits for a file; until that returns, files are filled as fast as the disk can.
    func hurrying<Value>(_ body: () -> Value) -> Value {
        wake { $0.hurries += 1 }
        defer { state.withLock { $0.hurries -= 1 } }
        return body()
    }

    /// Waits, before so many zeros are written, until the log has taken its share, or for a moment.
    func awaitTurn(for bytes: Int) {
        let waits = state.withLock { state in
            // Nothing was written while the last zeros were: nobody is in the way.
            guard state.hurries == 0, state.written > 0 else { return false }
            state.wanted = bytes * Limits.fillShare.log / Limits.fillShare.zeros
            state.isWaiting = state.written < state.wanted
            return state.isWaiting
        }
        if waits { _ = turn.wait(timeout: .now() + .milliseconds(Limits.fillPause)) }
        state.withLock { state in
            state.isWaiting = false
            // A log that was given much at once has the next zeros come at once, but not all that it was behind with.
            state.written = min(max(state.written - state.wanted, 0), state.wanted)
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let wakes = state.withLock { state in
            change(&state)
            guard state.isWaiting, state.hurries > 0 || state.written >= state.wanted else { return false }
            state.isWaiting = false
            return true
        }
        if wakes { turn.signal() }
    }
}
