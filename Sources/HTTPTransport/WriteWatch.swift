internal import Dispatch
internal import LinuxSystem

/// Tells when a client's socket takes bytes again.
///
/// Watches a duplicate of the descriptor. Dispatch on Linux keeps one entry per descriptor for reading and writing,
/// and loses the reading side when the writing side is added while an event is being handled: the connection would
/// never be read again.
final class WriteWatch {
    private let source: any DispatchSourceWrite

    /// Begins to watch; the handler runs on the queue until `end`.
    ///
    /// - Throws: `SystemError` when there is no descriptor left; nothing is watched then.
    init(_ socket: Socket, queue: DispatchQueue, handler: @escaping @Sendable () -> Void) throws(SystemError) {
        let duplicate = try socket.duplicate()
        source = DispatchSource.makeWriteSource(fileDescriptor: duplicate.descriptor, queue: queue)
        source.setEventHandler(handler: handler)
        source.setCancelHandler { duplicate.close() }
        source.activate()
    }

    /// Watches no more.
    ///
    /// Must be called before the watch is let go.
    func end() {
        source.cancel()
    }
}
