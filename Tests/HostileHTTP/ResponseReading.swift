package import HTTPWire

/// What a response parser read, with the body joined, so that readings of differently cut bytes can be compared.
package struct ResponseReading: Equatable, Sendable {
    package private(set) var head: HTTPResponseHead?
    package private(set) var framing: BodyFraming?
    package private(set) var body: [UInt8] = []
    package private(set) var isComplete = false
    package private(set) var problem: HTTPProblem?
    private var parser: ResponseParser

    /// A reading of nothing, in answer to a request of that method.
    package init(method: String = "GET", limits: HTTPWireLimits = HTTPWireLimits()) {
        parser = ResponseParser(method: method, limits: limits)
    }

    /// Feeds the pieces one after the other and reads all there is after each.
    package init(
        _ pieces: [ArraySlice<UInt8>], method: String = "GET", limits: HTTPWireLimits = HTTPWireLimits()
    ) {
        self.init(method: method, limits: limits)
        for piece in pieces { feed(piece) }
    }

    package init(_ text: String, method: String = "GET") {
        self.init([Array(text.utf8)[...]], method: method)
    }

    package static func == (left: ResponseReading, right: ResponseReading) -> Bool {
        left.head == right.head && left.framing == right.framing && left.body == right.body
            && left.isComplete == right.isComplete && left.problem == right.problem && left.left == right.left
    }

    /// Bytes that came after the response's end, or wait for more.
    package var left: Int { problem == nil ? parser.bufferedBytes : 0 }

    /// Feeds a piece and reads all there is.
    package mutating func feed(_ piece: ArraySlice<UInt8>) {
        piece.withUnsafeBytes { parser.feed($0) }
        while problem == nil, let event = parser.next() {
            switch event {
            case .head(let head, let framing): (self.head, self.framing) = (head, framing)
            case .bodyChunk(let bytes): body += bytes
            case .end: isComplete = true
            case .malformed(let found): problem = found
            }
        }
    }
}
