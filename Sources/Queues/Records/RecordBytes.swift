/// Writes the fields of a record one after the other: numbers little-endian, texts and bytes behind their length.
struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func blob(_ blob: [UInt8]) {
        number(UInt32(blob.count))
        bytes += blob
    }

    mutating func text(_ text: String) {
        number(UInt32(text.utf8.count))
        bytes += text.utf8
    }

    /// A text that may be missing: a byte that says whether it is there, then the text.
    mutating func optional(_ text: String?) {
        number(UInt8(text == nil ? 0 : 1))
        if let text { self.text(text) }
    }
}

/// Reads the fields that `RecordWriter` wrote. A field that is not there is nil, and so is every one after it.
struct RecordReader {
    private let bytes: [UInt8]
    private var position = 0
    /// Whether a field was missing.
    private(set) var hasFailed = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether all bytes have been read and all fields were there.
    var isComplete: Bool { !hasFailed && position == bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
        let size = MemoryLayout<Number>.size
        guard !hasFailed, position + size <= bytes.count else {
            hasFailed = true
            return 0
        }
        defer { position += size }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Number.self)) }
    }

    mutating func blob() -> [UInt8] {
        let count = Int(number(UInt32.self))
        guard !hasFailed, position + count <= bytes.count else {
            hasFailed = true
            return []
        }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func text() -> String {
        String(decoding: blob(), as: UTF8.self)
    }

    mutating func optional() -> String? {
        number(UInt8.self) == 1 ? text() : nil
    }

    /// A value made of a field; a field of which none can be made counts as missing.
    mutating func value<Value>(_ value: Value?, or fallback: @autoclosure () -> Value) -> Value {
        guard let value else {
            hasFailed = true
            return fallback()
        }
        return value
    }
}
