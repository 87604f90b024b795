@testable import HTTPWire

/// What a request parser read, with bodies joined, so that readings of differently cut bytes can be compared.
struct RequestReading: Equatable {
    var heads: [HTTPRequestHead] = []
    var framings: [BodyFraming] = []
    var bodies: [[UInt8]] = []
    var ends = 0
    var problem: HTTPProblem?

    /// Feeds the pieces one after the other and reads all there is after each.
    init(_ pieces: [ArraySlice<UInt8>], limits: HTTPWireLimits = HTTPWireLimits()) {
        var parser = RequestParser(limits: limits)
        for piece in pieces {
            piece.withUnsafeBytes { parser.feed($0) }
            while problem == nil, let event = parser.next() {
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
        }
    }

    init(_ text: String, limits: HTTPWireLimits = HTTPWireLimits()) {
        self.init([Array(text.utf8)[...]], limits: limits)
    }

    /// The first way of cutting the bytes that reads otherwise than the whole: in two at any place, or byte by byte.
    static func firstDifference(_ text: String, limits: HTTPWireLimits = HTTPWireLimits()) -> Int? {
        let bytes = Array(text.utf8)
        let whole = RequestReading([bytes[...]], limits: limits)
        for cut in 0...bytes.count where RequestReading([bytes[..<cut], bytes[cut...]], limits: limits) != whole {
            return cut
        }
        let singles = bytes.indices.map { bytes[$0...$0] }
        return RequestReading(singles, limits: limits) == whole ? nil : -1
    }
}
