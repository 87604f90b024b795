internal import Digests
internal import Messages
internal import SnapshotFiles

/// What is kept in tables on disk between snapshots.
protocol RecordCoded {
    func encode(into encoder: inout RecordEncoder)
    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch)
}

extension RecordCoded {
    /// The bytes of a value by itself.
    var encoded: [UInt8] {
        var encoder = RecordEncoder()
        encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads a value that must take all of some bytes.
    init(decoding bytes: [UInt8]) throws(RecordDecoder.Mismatch) {
        var decoder = RecordDecoder(bytes)
        self = try Self(from: &decoder)
        try decoder.finish()
    }
}

/// What finds a value in a table.
protocol TableIndexed: Hashable, Sendable {
    var tableKey: TableKey { get }
}

extension MessageID: TableIndexed {
    var tableKey: TableKey { TableKey(high: bytes.high, low: bytes.low) }
}

extension TransmissionID: TableIndexed {
    var tableKey: TableKey { TableKey(high: bytes.high, low: bytes.low) }
}

extension CaseKey: TableIndexed {
    var tableKey: TableKey { TableKey(value) }
}

extension UInt64: TableIndexed {
    var tableKey: TableKey { TableKey(self) }
}

extension CaseID: TableIndexed {
    /// A hash with a key that everybody knows: two ids that share it share an entry, which holds the ids themselves.
    var tableKey: TableKey {
        var text = text
        let digest = text.withUTF8 { Self.hash.hash(UnsafeRawBufferPointer($0)) }
        return TableKey(high: digest.high, low: digest.low)
    }

    private static let hash = KeyedHash128(key: [UInt8](repeating: 0, count: 16))
}

extension Array: RecordCoded where Element: RecordCoded {
    func encode(into encoder: inout RecordEncoder) {
        encoder.list(self) { encoder, element in element.encode(into: &encoder) }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        self = try decoder.list { decoder throws(RecordDecoder.Mismatch) in try Element(from: &decoder) }
    }
}
