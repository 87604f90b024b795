internal import Digests

/// How records stand in a file: right behind one another, in a segment without and in a kept file with their numbers.
///
/// In a batch, where the batch's header numbers them:
///
///     offset  bytes  what (integers little-endian)
///          0      4  length of the body in bytes
///          4      1  kind: the caller's; 255 is the journal's own mark
///          5      3  zero
///          8      4  CRC32C of bytes 0–7 and the body
///         12      …  body
///
/// In a kept file, where numbers are missing:
///
///     offset  bytes  what (integers little-endian)
///          0      8  sequence number
///          8      4  length of the body in bytes
///         12      1  kind: the caller's
///         13      3  zero
///         16      4  CRC32C of bytes 0–15 and the body
///         20      …  body
enum RecordLayout: Sendable {
    case plain
    case numbered

    static let markKind: UInt8 = 255

    /// Bytes before the body.
    var headerLength: Int { prefixLength + 12 }

    /// Where the check stands in a record.
    var checkOffset: Int { headerLength - 4 }

    private var prefixLength: Int {
        switch self {
        case .plain: 0
        case .numbered: 8
        }
    }

    /// Reads the record that starts at an offset, without looking at its check.
    ///
    /// - Parameters:
    ///   - bytes: what the record lies in.
    ///   - start: where it begins there.
    ///   - sequence: its number, where the layout does not tell.
    /// - Returns: the record; nil when none fits there.
    func record(in bytes: UnsafeRawBufferPointer, at start: Int, sequence: UInt64) -> FoundRecord? {
        let bodyStart = start + headerLength
        guard start >= 0, bodyStart <= bytes.count else { return nil }
        let length = Int(bytes.integer(UInt32.self, at: start + prefixLength))
        guard length <= bytes.count - bodyStart else { return nil }
        return FoundRecord(
            sequence: self == .plain ? sequence : bytes.integer(UInt64.self, at: start),
            kind: bytes[start + prefixLength + 4], check: bytes.integer(UInt32.self, at: bodyStart - 4), start: start,
            body: bodyStart..<bodyStart + length)
    }

    /// Looks for the next sound record that has its number with it, behind or among what is not as it was written.
    ///
    /// Inside a body is looked only where records do not follow one another any more. What could be taken for a record there
    /// has zeros, which no message's text has.
    ///
    /// - Parameters:
    ///   - bytes: where to look.
    ///   - start: where in them to begin.
    ///   - numbers: those that can come here.
    /// - Returns: the record; nil when none is there.
    func nextRecord(
        in bytes: UnsafeRawBufferPointer, from start: Int, within numbers: ClosedRange<UInt64>
    ) -> FoundRecord? {
        var from = start
        while let head = nextHead(in: bytes, from: from, within: numbers) {
            if let record = record(in: bytes, at: head, sequence: 0), record.isSound(in: bytes) { return record }
            from = head + 1
        }
        return nil
    }

    /// Looks for what may be the header of a record that has its number with it; nil when nothing may.
    func nextHead(in bytes: UnsafeRawBufferPointer, from start: Int, within numbers: ClosedRange<UInt64>) -> Int? {
        guard start + headerLength <= bytes.count else { return nil }
        return (start...bytes.count - headerLength).first { offset in
            numbers.contains(bytes.integer(UInt64.self, at: offset))
                && bytes.integer(UInt32.self, at: offset + prefixLength + 4) <= UInt32(UInt8.max)
        }
    }

    /// The length of the body, as the header that a buffer begins with tells it.
    func bodyLength(in header: UnsafeRawBufferPointer) -> Int {
        Int(header.integer(UInt32.self, at: prefixLength))
    }

    /// Adds a record to the end of some bytes, and returns its check.
    @discardableResult
    func append(_ sequence: UInt64, _ kind: UInt8, _ body: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> UInt32 {
        let start = bytes.count
        bytes.reserveCapacity(start + headerLength + body.count)
        if self == .numbered { bytes.appendInteger(sequence) }
        bytes.appendInteger(UInt32(body.count))
        bytes.appendInteger(UInt32(kind))
        let head = bytes.withUnsafeBytes { CRC32C.hash($0.part(start..<$0.count)) }
        let check = CRC32C.hash(body, continuing: head)
        bytes.appendInteger(check)
        bytes.append(contentsOf: body)
        return check
    }

    /// Writes the header of a record without a number into the room that was left for it before the body.
    ///
    /// - Parameters:
    ///   - kind: the record's.
    ///   - bytes: the room, and behind it the body.
    static func fillHead(of kind: UInt8, in bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { bytes in
            let length = RecordLayout.plain.headerLength
            bytes.storeBytes(of: UInt32(bytes.count - length).littleEndian, toByteOffset: 0, as: UInt32.self)
            bytes.storeBytes(of: UInt32(kind).littleEndian, toByteOffset: 4, as: UInt32.self)
            let all = UnsafeRawBufferPointer(bytes)
            let head = CRC32C.hash(all.part(0..<length - 4))
            let check = CRC32C.hash(all.part(length..<all.count), continuing: head)
            bytes.storeBytes(of: check.littleEndian, toByteOffset: length - 4, as: UInt32.self)
        }
    }
}

/// A record where it was found in some bytes.
struct FoundRecord: Sendable {
    let sequence: UInt64
    let kind: UInt8
    let check: UInt32
    /// Where its header begins.
    let start: Int
    let body: Range<Int>

    /// Where the next record begins.
    var end: Int { body.upperBound }
    /// Bytes of header and body.
    var length: Int { end - start }
    var isMark: Bool { kind == RecordLayout.markKind }

    /// Whether its check is right.
    func isSound(in bytes: UnsafeRawBufferPointer) -> Bool {
        let head = CRC32C.hash(bytes.part(start..<body.lowerBound - 4))
        return CRC32C.hash(bytes.part(body), continuing: head) == check
    }
}
