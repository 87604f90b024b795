internal import LinuxSystem
import Messages
import Synchronization

/// Readers that wait to be used again, for making one costs as much as reading a message.
final class WireReaders: Sendable {
    /// Readers of texts whose names nobody knows beforehand.
    static let ofAnyText = WireReaders(names: NameTable([]))

    private let names: NameTable
    private let idle = Lock<[WireReader]>([])

    init(names: NameTable) {
        self.names = names
    }

    /// Reads a text and hands its reader over until the closure ends.
    ///
    /// - Throws: What is wrong with the bytes or the syntax, or what the closure throws.
    func read<Result>(
        _ bytes: [UInt8], as form: WireForm, charset: String?,
        _ body: (WireReader) throws(Rejection) -> Result
    ) throws(Rejection) -> Result {
        let reader = idle.withLock { $0.popLast() } ?? WireReader(names: names)
        defer { giveBack(reader) }
        try reader.read(bytes, as: form, charset: charset)
        return try body(reader)
    }

    /// Keeps a reader, unless a large text has made it large or enough wait already.
    private func giveBack(_ reader: WireReader) {
        guard reader.tape.text.capacity <= Limits.idleReaderBytes, reader.tape.nodes.capacity <= Limits.idleReaderNodes
        else { return }
        idle.withLock { idle in
            if idle.count < Limits.idleReaders { idle.append(reader) }
        }
    }
}
