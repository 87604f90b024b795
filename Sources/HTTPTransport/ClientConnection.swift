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
    private var writeSource: (any DispatchSourceWrite)?
    private var openSources = 0
    private var isConnected = false
    private var isClosed = false
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
        isConnected ? flush() : start()
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
        endWriteSource()
        readSource?.cancel()
        readSource = nil
        loop.forget(self)
        // Without a source there is no cancel handler to wait for.
        if openSources == 0 { socket.close() }
    }

    private func writable() {
        if !isConnected {
            if let error = socket.connectionError() {
                exchange?.connectFailed(error)
                return
            }
            isConnected = true
        }
        flush()
    }

    private func flush() {
        do throws(SystemError) {
            while sentBytes < outgoing.count {
                let count = try socket.send(outgoing, from: sentBytes)
                guard count > 0 else { return awaitWritable() }
                sentBytes += count
                exchange?.sentSome()
            }
            endWriteSource()
        } catch {
            // What the server said before it closed decides, not that it closed: a refusal may wait to be read.
            endWriteSource()
            readable()
            if !isClosed, exchange != nil { ended() }
        }
    }

    // The socket becomes writable when it is connected. The read source is registered first: Dispatch on Linux takes
    // one that is registered while a write source of the same descriptor is armed for a write source.
    private func start() {
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: loop.queue)
        source.setRegistrationHandler { self.awaitWritable() }
        source.setEventHandler { self.readable() }
        source.setCancelHandler { self.sourceEnded() }
        readSource = source
        openSources += 1
        source.activate()
    }

    private func readable() {
        guard isConnected else { return writable() }
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
                return ended()
            }
        }
    }

    private func ended() {
        guard let exchange else { return close() }
        exchange.inputEnded()
    }

    private func awaitWritable() {
        guard !isClosed, writeSource == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: socket.descriptor, queue: loop.queue)
        source.setEventHandler { self.writable() }
        source.setCancelHandler { self.sourceEnded() }
        writeSource = source
        openSources += 1
        source.activate()
    }

    private func endWriteSource() {
        writeSource?.cancel()
        writeSource = nil
    }

    // The descriptor may go only when no source watches it: the next socket would get its number.
    private func sourceEnded() {
        openSources -= 1
        if openSources == 0, isClosed { socket.close() }
    }
}
