internal import Dispatch
internal import LinuxSystem

/// Keeps calls of a simulated disk from returning until they are let go.
final class DiskGate: Sendable {
    /// Which calls are kept.
    enum Held: Equatable {
        case syncs
        case reads
        case writes(toNamesEnding: String)
    }

    private struct State {
        var held: Held?
        var waiting = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())
    private let semaphore = DispatchSemaphore(value: 0)

    /// Keeps calls back from now on.
    func close(for held: Held) {
        state.withLock { $0.held = held }
    }

    /// Lets the calls that wait, and those to come, go on.
    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = 0 }
            state.held = nil
            return state.waiting
        }
        for _ in 0..<waiting { semaphore.signal() }
    }

    /// Lets one call that waits go on while those to come are kept.
    func letOneThrough() {
        state.withLock { $0.waiting -= 1 }
        semaphore.signal()
    }

    /// Waits while calls like this one are kept.
    func pass(_ isMeant: (Held) -> Bool) {
        let watchers: [CheckedContinuation<Void, Never>]? = state.withLock { state in
            guard let held = state.held, isMeant(held) else { return nil }
            state.waiting += 1
            defer { state.watchers = [] }
            return state.watchers
        }
        guard let watchers else { return }
        for watcher in watchers { watcher.resume() }
        semaphore.wait()
    }

    /// How many calls wait.
    var count: Int { state.withLock { $0.waiting } }

    /// Returns as soon as a call waits.
    func waitForOne() async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                if state.waiting == 0 { state.watchers.append(continuation) }
                return state.waiting > 0
            }
            if isHeld { continuation.resume() }
        }
    }
}
