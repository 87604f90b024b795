internal import Dispatch
internal import Glibc

/// Signals as a series of events; from its making on they no longer end the program by themselves.
final class SignalWatch: Sendable {
    /// One element for each time that one of the signals came, several at once counted as one.
    let events: AsyncStream<Void>
    private let sources: Lock<[any DispatchSourceSignal]>

    /// Takes the signals over for the whole process.
    init(_ numbers: [Int32], label: String) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        events = stream
        let queue = DispatchQueue(label: label)
        let made = numbers.map { number in
            // The default would end the process before the source sees the signal.
            _ = Glibc.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        sources = Lock(made)
    }
}
