/// Bytes that came and are not yet read, with lines taken from their front.
struct WireBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    // So many bytes from `start` on are known to hold no line feed: a line that comes byte by byte is looked at once.
    private var scanned = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }
    var first: UInt8? { isEmpty ? nil : bytes[start] }

    /// Whether these bytes come next.
    func begins(with wanted: [UInt8]) -> Bool { bytes[start...].starts(with: wanted) }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if isEmpty {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        } else if start > bytes.count / 2 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Gives the memory back; called when a connection rests.
    mutating func releaseIfEmpty() {
        guard isEmpty else { return }
        bytes = []
        start = 0
    }

    /// Gives back what is no longer needed beside the bytes that wait, when it is so much more than these; called when nothing is
    /// read for a while.
    mutating func compact(sparing spare: Int) {
        guard bytes.capacity > 2 * count + spare else { return }
        bytes = Array(bytes[start...])
        start = 0
    }

    /// Forgets what waits.
    mutating func discard() {
        bytes = []
        start = 0
        scanned = 0
    }

    /// Takes at most so many bytes.
    mutating func take(atMost limit: Int) -> ArraySlice<UInt8> {
        let end = start + min(limit, count)
        let taken = bytes[start..<end]
        start = end
        scanned = 0
        return taken
    }

    /// Takes a line without its CR LF; `nil` while it is not complete.
    ///
    /// - Throws: `tooLong` if the line is longer than `limit`, `bareLineFeed` if no CR stands before the LF.
    mutating func takeLine(limit: Int, tooLong: HTTPProblem) throws(HTTPProblem) -> ArraySlice<UInt8>? {
        guard let end = lineFeed() else {
            scanned = count
            guard count <= limit + 1 else { throw tooLong }
            return nil
        }
        // Before the line's end is looked at: a line that comes in pieces is too long before its end has come.
        guard end - start <= limit + 1 else { throw tooLong }
        guard end > start, bytes[end - 1] == Bytes.carriageReturn else { throw .bareLineFeed }
        let line = bytes[start..<(end - 1)]
        start = end + 1
        scanned = 0
        return line
    }

    private func lineFeed() -> Int? {
        let from = start + scanned
        let offset = bytes.withUnsafeBufferPointer { $0[from...].firstIndex(of: Bytes.lineFeed) }
        return offset
    }
}
