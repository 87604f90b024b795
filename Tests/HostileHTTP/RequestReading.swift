package import HTTPWire

/// What a request parser read, with bodies joined, so that readings of differently cut bytes can be compared.
package struct RequestReading: Equatable, Sendable {
    package private(set) var heads: [HTTPRequestHead] = []
    package private(set) var framings: [BodyFraming] = []
    package private(set) var bodies: [[UInt8]] = []
    package private(set) var ends = 0
    package private(set) var problem: HTTPProblem?
    /// Whether nothing of a next request has come.
    package private(set) var isBetweenRequests = true
    /// Whether nothing was left of what a parser was told to forget, at any place.
    package private(set) var discardsAll = true
    private var parser: RequestParser

    /// Whether the request that is read, or was refused, is one for HEAD.
    package var isForHead: Bool { parser.isForHead }

    /// A reading of nothing.
    package init(limits: HTTPWireLimits = HTTPWireLimits()) {
        parser = RequestParser(limits: limits)
    }

    /// Feeds the pieces one after the other and reads all there is after each.
    package init(_ pieces: [ArraySlice<UInt8>], limits: HTTPWireLimits = HTTPWireLimits()) {
        self.init(limits: limits)
        for piece in pieces { feed(piece) }
    }

    package init(_ text: String, limits: HTTPWireLimits = HTTPWireLimits()) {
        self.init([Array(text.utf8)[...]], limits: limits)
    }

    package static func == (left: RequestReading, right: RequestReading) -> Bool {
        left.heads == right.heads && left.framings == right.framings && left.bodies == right.bodies
            && left.ends == right.ends && left.problem == right.problem
            && left.isBetweenRequests == right.isBetweenRequests && left.discardsAll == right.discardsAll
            && left.isForHead == right.isForHead
    }

    /// Feeds a piece and reads all there is; between any two events memory is given back, as a connection does.
    package mutating func feed(_ piece: ArraySlice<UInt8>) {
        piece.withUnsafeBytes { parser.feed($0) }
        tryDiscarding(before: piece)
        parser.compact(sparing: 0)
        while problem == nil, let event = parser.next() {
            parser.compact(sparing: 0)
            switch event {
            case .head(let head, let framing):
                heads.append(head)
                framings.append(framing)
                bodies.append([])
            case .bodyChunk(let bytes): bodies[bodies.count - 1] += bytes
            case .end: ends += 1
            case .malformed(let found): problem = found
            }
        }
        parser.rest()
        isBetweenRequests = parser.isBetweenRequests
    }

    // On a copy: a connection that ends forgets what waits, and counts what comes after that.
    private mutating func tryDiscarding(before piece: ArraySlice<UInt8>) {
        var ending = parser
        ending.discard()
        piece.withUnsafeBytes { ending.feed($0) }
        if ending.bufferedBytes != piece.count { discardsAll = false }
        while let event = ending.next() {
            if case .malformed = event { break }
        }
    }

    /// The requests that are complete, in order, as `METHOD /path 5`, with the number of bytes of the body.
    package var requests: [String] {
        zip(heads, bodies).prefix(ends).map { "\($0.method) \($0.path) \($1.count)" }
    }
}
