/// A body while it comes: counted, in chunks, or up to the end of the connection.
struct BodyReader {
    /// What was read.
    enum Event {
        /// Some bytes, at least one.
        case bytes(ArraySlice<UInt8>)
        case end
    }

    private enum Step {
        case counted(remaining: Int)
        case chunked(ChunkedBody)
        case untilClose
    }

    private var step: Step

    init(_ framing: BodyFraming) {
        step =
            switch framing {
            case .none: .counted(remaining: 0)
            case .length(let length): .counted(remaining: length)
            case .chunked: .chunked(ChunkedBody())
            case .untilClose: .untilClose
            }
    }

    /// Whether the end of the connection is the body's end.
    var endsWithConnection: Bool {
        if case .untilClose = step { true } else { false }
    }

    /// The next event; `nil` until more bytes come.
    mutating func next(from buffer: inout WireBuffer, limits: HTTPWireLimits) throws(HTTPProblem) -> Event? {
        switch step {
        case .counted(let remaining):
            guard remaining > 0 else { return .end }
            guard !buffer.isEmpty else { return nil }
            let bytes = buffer.take(atMost: remaining)
            step = .counted(remaining: remaining - bytes.count)
            return .bytes(bytes)
        case .chunked(var body):
            let event = try body.next(from: &buffer, limits: limits)
            step = .chunked(body)
            return event
        case .untilClose:
            return buffer.isEmpty ? nil : .bytes(buffer.take(atMost: buffer.count))
        }
    }
}
