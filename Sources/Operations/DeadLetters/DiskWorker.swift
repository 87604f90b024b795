internal import Dispatch

/// Where the disk is waited for: never on the threads that serve requests, one thing after the other.
struct DiskWorker: Sendable {
    private let queue = DispatchQueue(label: "vaxel.dead-letter-folders")

    /// Does something on the worker's own queue, and returns what came of it.
    func run<Output: Sendable>(_ body: @escaping @Sendable () -> Output) async -> Output {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
