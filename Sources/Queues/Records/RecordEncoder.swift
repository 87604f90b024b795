/// Writes the fields of a record: integers little-endian, texts and bytes after their length in four bytes.
struct RecordEncoder {
    private(set) var bytes: [UInt8] = []

    /// Begins with room for so many bytes, the first of which are left zero for somebody else.
    init(reserving count: Int = 64, behind room: Int = 0) {
        bytes.reserveCapacity(count)
        bytes.append(contentsOf: repeatElement(0, count: room))
    }

    /// Begins another record in the same room.
    mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    mutating func blob(_ value: [UInt8]) {
        integer(UInt32(value.count))
        bytes += value
    }

    mutating func text(_ value: String) {
        var value = value
        value.withUTF8 {
            integer(UInt32($0.count))
            bytes.append(contentsOf: $0)
        }
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout RecordEncoder, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    mutating func list<Element>(_ values: [Element], _ write: (inout RecordEncoder, Element) -> Void) {
        integer(UInt32(values.count))
        for value in values { write(&self, value) }
    }
}
