internal import Dispatch
internal import Glibc
internal import Synchronization

/// SIGTERM and SIGINT as something to wait for.
///
/// From its making on, they no longer end the program by themselves, nor does writing to a pipe or socket that nobody
/// reads.
package final class StopSignals: Sendable {
    private let stream: AsyncStream<Void>
    private let sources: Mutex<[any DispatchSourceSignal]>

    /// Takes the signals over for the whole process.
    package init() {
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.stream = stream
        let queue = DispatchQueue(label: "vaxel.signals")
        let made = [SIGTERM, SIGINT].map { number in
            // The default would end the process before the source sees the signal.
            _ = Glibc.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        sources = Mutex(made)
    }

    /// Returns when one of the signals comes, or the task is cancelled.
    package func wait() async {
        for await _ in stream { return }
    }
}
