internal import Dispatch
internal import LinuxSystem

/// A client's connection to its server; serves one exchange at a time, and rests between them.
///
/// `@unchecked Sendable`: all but `init` runs on the client's serial queue, which alone touches what changes.
final class ClientConnection: @unchecked Sendable {
    private let socket: Socket
    private let loop: ClientLoop
    private var exchange: Exchange?
    private var readSource: (any DispatchSourceRead)?
    private var writeWatch: WriteWatch?
    private var isClosed = false
    // Whether the socket has reported a failure, which it does once: to whoever reads on it seems to end.
    private var hasFailed = false
    private var outgoing: [UInt8] = []
    private var sentBytes = 0

    init(socket: Socket, loop: ClientLoop) {
        self.socket = socket
        self.loop = loop
    }

    /// Sends the request and tells the exchange what comes back.
    func serve(_ exchange: Exchange, request: [UInt8]) {
        self.exchange = exchange
        outgoing = request
        sentBytes = 0
        readSource == nil ? connect() : flush()
    }

    /// Whether the server got the whole request; it may answer, and even be done, before it has.
    var hasSentAll: Bool { sentBytes == outgoing.count }

    /// Whether a resting connection has ended, or got what nobody asked for, which the queue has not seen yet.
    var isStale: Bool {
        guard !isClosed, case .nothing = try? socket.receive(into: loop.buffer) else { return true }
        return false
    }

    /// Waits for nothing but the server's closing.
    func rest() {
        exchange = nil
        outgoing = []
        sentBytes = 0
    }

    /// Ends the connection; a second call does nothing.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        exchange = nil
        endWriteWatch()
        loop.forget(self)
        // The descriptor may go only when no source watches it: the next socket would get its number.
        if let readSource { readSource.cancel() } else { socket.close() }
        readSource = nil
    }

    private func writable() {
        guard !isClosed else { return }
        if readSource == nil {
            if let error = socket.connectionError() {
                exchange?.connectFailed(error)
                return
            }
            startReading()
            exchange?.connected()
        }
        flush()
    }

    private func flush() {
        do throws(SystemError) {
            while sentBytes < outgoing.count {
                let count = try socket.send(outgoing, from: sentBytes)
                guard count > 0 else { return try awaitWritable() }
                sentBytes += count
                exchange?.sentSome()
            }
            endWriteWatch()
        } catch {
            // What the server said before it closed decides, not that it closed: a refusal may wait to be read.
            hasFailed = true
            endWriteWatch()
            readable()
            if !isClosed, exchange != nil { ended() }
        }
    }

    // The socket becomes writable when it is connected.
    private func connect() {
        do throws(SystemError) {
            try awaitWritable()
        } catch {
            exchange?.connectFailed(error)
        }
    }

    private func startReading() {
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: loop.queue)
        source.setEventHandler { self.readable() }
        source.setCancelHandler { [socket] in socket.close() }
        readSource = source
        source.activate()
    }

    private func readable() {
        for _ in 0..<Limits.readsPerTurn where !isClosed {
            do throws(SystemError) {
                switch try socket.receive(into: loop.buffer) {
                case .nothing: return
                case .end: return ended()
                case .bytes(let count):
                    guard let exchange else { return close() }
                    exchange.received(UnsafeRawBufferPointer(rebasing: loop.buffer[..<count]))
                }
            } catch {
                hasFailed = true
                return ended()
            }
        }
    }

    private func ended() {
        guard let exchange else { return close() }
        // Only an orderly end says that a response without a length is whole. Source: RFC 9112 §8.
        hasFailed ? exchange.inputFailed() : exchange.inputEnded()
    }

    private func awaitWritable() throws(SystemError) {
        guard writeWatch == nil else { return }
        writeWatch = try WriteWatch(socket, queue: loop.queue) { self.writable() }
    }

    private func endWriteWatch() {
        writeWatch?.end()
        writeWatch = nil
    }
}
