internal import Foundation
internal import LinuxSystem
internal import Synchronization

/// What a demonstration leaves on the machine while it runs, so that it can be taken away from wherever it ends.
final class DemoTraces: Sendable {
    private struct State {
        var programs: Set<Int32> = []
        var paths: [String] = []
        var endsOrderly = false
        var isInterrupted = false
        var isErased = false

        /// Whether a signal ends the demonstration, which is noted then.
        mutating func interrupt() -> Bool {
            isInterrupted = !endsOrderly
            return isInterrupted
        }
    }

    private let state = Mutex(State())

    /// Has a program started with its files, unless all has been taken away; what runs is known here at any moment.
    ///
    /// - Parameter run: starts it and returns its process id.
    /// - Throws: `CancellationError` when all has been taken away, and what `run` throws.
    func start(_ run: () throws -> Int32) throws {
        try state.withLock { state in
            guard !state.isErased else { throw CancellationError() }
            state.programs.insert(try run())
        }
    }

    /// A program that has ended.
    func remove(program: Int32) {
        state.withLock { _ = $0.programs.remove(program) }
    }

    /// A file or folder that is to go with the demonstration.
    func add(path: String) {
        state.withLock { $0.paths.append(path) }
    }

    /// Whether a signal has ended the demonstration: what fails after it fails because of that.
    var isInterrupted: Bool { state.withLock(\.isInterrupted) }

    /// From now on a signal ends the demonstration in its own way.
    func endOrderly() {
        state.withLock { $0.endsOrderly = true }
    }

    /// Waits for a signal; then, unless the demonstration ends in its own way, takes everything away and ends the program.
    func watch(_ signals: StopSignals) async {
        await signals.wait()
        guard !Task.isCancelled, state.withLock({ $0.interrupt() }) else { return }
        erase()
        CurrentProcess.exit(130)
    }

    /// Ends the programs and removes the files; nothing can be started any more.
    ///
    /// Who comes second waits for the first: two that remove the same folder get into each other's way.
    func erase() {
        state.withLock { state in
            guard !state.isErased else { return }
            state.isErased = true
            for program in state.programs { kill(program, SIGKILL) }
            // A program that is about to end could still write a file into a folder while that is being removed.
            let limit = Date(timeIntervalSinceNow: 5)
            while state.programs.contains(where: { kill($0, 0) == 0 }), Date.now < limit {
                Thread.sleep(forTimeInterval: 0.005)
            }
            for path in state.paths { try? FileManager.default.removeItem(atPath: path) }
        }
    }
}
