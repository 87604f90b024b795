import LinuxSystem

/// Something that happens once and can be awaited.
final class Signal: Sendable {
    private struct State {
        var hasHappened = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    var hasHappened: Bool { state.withLock { $0.hasHappened } }

    func happen() {
        let waiting = state.withLock { state in
            state.hasHappened = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasHappened { state.waiting.append(continuation) }
                return state.hasHappened
            }
            if isOver { continuation.resume() }
        }
    }

    /// Waits until it happens or the task is cancelled; whether it was cancelled.
    func waitUnlessCancelled() async -> Bool {
        let happened = Signal()
        await withTaskCancellationHandler {
            let watcher = Task {
                await self.wait()
                happened.happen()
            }
            await happened.wait()
            watcher.cancel()
        } onCancel: {
            happened.happen()
        }
        return Task.isCancelled
    }
}
