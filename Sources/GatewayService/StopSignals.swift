internal import Dispatch
internal import LinuxSystem
internal import Synchronization

/// SIGTERM and SIGINT as something to wait for. From its making on, they no longer end the program by themselves.
package final class StopSignals: Sendable {
    private let stream: AsyncStream<Void>
    private let sources: Mutex<[any DispatchSourceSignal]>

    package init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.stream = stream
        let queue = DispatchQueue(label: "vaxel.signals")
        let made = StopSignal.allCases.map { signal in
            CurrentProcess.ignore(signal: signal)
            let source = DispatchSource.makeSignalSource(signal: signal.number, queue: queue)
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
