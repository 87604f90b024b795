internal import Foundation
internal import LinuxSystem
internal import Synchronization

/// What a demonstration leaves on the machine while it runs, so that it can be taken away from wherever it ends.
final class DemoTraces: Sendable {
    private struct State {
        var programs: Set<Int32> = []
        var paths: [String] = []
        var endsOrderly = false
    }

    private let state = Mutex(State())

    /// A program that runs now.
    func add(program: Int32) {
        state.withLock { _ = $0.programs.insert(program) }
    }

    /// A program that has ended.
    func remove(program: Int32) {
        state.withLock { _ = $0.programs.remove(program) }
    }

    /// A file or folder that is to go with the demonstration.
    func add(path: String) {
        state.withLock { $0.paths.append(path) }
    }

    /// From now on a signal ends the demonstration in its own way.
    func endOrderly() {
        state.withLock { $0.endsOrderly = true }
    }

    /// Waits for a signal; then, unless the demonstration ends in its own way, takes everything away and ends the program.
    func watch(_ signals: StopSignals) async {
        await signals.wait()
        guard !Task.isCancelled, !state.withLock(\.endsOrderly) else { return }
        erase()
        CurrentProcess.exit(130)
    }

    /// Ends the programs and removes the files.
    func erase() {
        let (programs, paths) = state.withLock { ($0.programs, $0.paths) }
        for program in programs { kill(program, SIGKILL) }
        for path in paths { try? FileManager.default.removeItem(atPath: path) }
    }
}
