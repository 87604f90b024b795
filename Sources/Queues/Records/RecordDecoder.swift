/// Reads what `RecordEncoder` wrote, and fails rather than guess when a record is of another make.
package struct RecordDecoder {
    /// The record is not understood.
    package struct Mismatch: Error {}

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether nothing is left to read.
    var isAtEnd: Bool { offset == bytes.count }

    /// Succeeds when nothing is left to read.
    func finish() throws(Mismatch) {
        guard isAtEnd else { throw Mismatch() }
    }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(Mismatch) -> Value {
        let place = try take(MemoryLayout<Value>.size)
        return bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: place.lowerBound, as: type))
        }
    }

    mutating func flag() throws(Mismatch) -> Bool {
        try integer(UInt8.self) != 0
    }

    mutating func blob() throws(Mismatch) -> [UInt8] {
        let count = Int(try integer(UInt32.self))
        return Array(bytes[try take(count)])
    }

    mutating func text() throws(Mismatch) -> String {
        let count = Int(try integer(UInt32.self))
        return String(decoding: bytes[try take(count)], as: UTF8.self)
    }

    mutating func list<Element>(
        _ read: (inout RecordDecoder) throws(Mismatch) -> Element
    ) throws(Mismatch) -> [Element] {
        let count = Int(try integer(UInt32.self))
        // Each element takes a byte at least: a wild count cannot make us reserve memory.
        guard count <= bytes.count - offset else { throw Mismatch() }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    private mutating func take(_ count: Int) throws(Mismatch) -> Range<Int> {
        guard count <= bytes.count - offset else { throw Mismatch() }
        defer { offset += count }
        return offset..<offset + count
    }
}
