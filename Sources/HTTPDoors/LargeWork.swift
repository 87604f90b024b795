internal import Dispatch
internal import LinuxSystem
package import Messages

/// Long work on behalf of calls, beside the loops of the connections: large bodies are read here, large answers written.
///
/// A few pieces go on at a time, and the systems have their turns: who brings much waits for himself, another at most for
/// what is being done when he comes. Concurrency: anybody may ask at any time.
package final class LargeWork: Sendable {
    /// The one of the program.
    package static let shared = LargeWork(
        width: min(max(HostFacts.processors, Limits.largeWorkAtOnce.lowerBound), Limits.largeWorkAtOnce.upperBound))

    private typealias Job = @Sendable () -> Void

    private struct Board {
        var free: Int
        var turns = Turns<SystemID, Job>()

        /// What is to be begun now; nil when nothing waits or nobody is free.
        mutating func begin() -> Job? {
            guard free > 0, let job = turns.next() else { return nil }
            free -= 1
            return job
        }
    }

    private let queue = DispatchQueue(label: "vaxel.large-work", attributes: .concurrent)
    private let board: Lock<Board>

    /// A place where so many pieces are worked on at a time.
    package init(width: Int) {
        board = Lock(Board(free: width))
    }

    /// Does a piece of work for a system when its turn comes; the caller's thread does not wait.
    package func run<Value: Sendable>(
        for system: SystemID, _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            board.withLock { $0.turns.add({ continuation.resume(returning: work()) }, for: system) }
            beginWhatMay()
        }
    }

    private func beginWhatMay() {
        while let job = board.withLock({ $0.begin() }) {
            queue.async {
                job()
                self.board.withLock { $0.free += 1 }
                self.beginWhatMay()
            }
        }
    }
}
