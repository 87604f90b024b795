import Dispatch

/// One thread, as a connection's loop is.
final class SerialExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "test.loop")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
