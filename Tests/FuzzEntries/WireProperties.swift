import HTTPWire
import HostileHTTP

/// What must hold of the parsers of HTTP: they read the same however the bytes are cut, and nothing that they promise not to.
enum WireProperties {
    /// Bounds so low that short inputs reach them.
    private static var low: HTTPWireLimits {
        var limits = HTTPWireLimits()
        limits.targetBytes = 24
        limits.headerLineBytes = 32
        limits.headerLines = 4
        limits.headBytes = 96
        return limits
    }

    static var requestSeeds: [[UInt8]] { RequestCase.all.map(\.bytes).filter { $0.count <= 1_000 } }

    static var responseSeeds: [[UInt8]] {
        (ResponseCase.wellFormed + ResponseCase.malformed).map { Array($0.text.utf8) }.filter { $0.count <= 1_000 }
    }

    static func ofRequests(_ bytes: [UInt8]) -> String? {
        for limits in [HTTPWireLimits(), low] {
            let whole = RequestReading([bytes[...]], limits: limits)
            for pieces in cuts(bytes) where RequestReading(pieces, limits: limits) != whole {
                return "the request reads otherwise when cut at \(pieces.map(\.startIndex))"
            }
            if let fault = fault(in: whole, limits, bytes.count) { return fault }
        }
        return nil
    }

    static func ofResponses(_ bytes: [UInt8]) -> String? {
        for method in ["GET", "HEAD"] {
            for limits in [HTTPWireLimits(), low] {
                let whole = ResponseReading([bytes[...]], method: method, limits: limits)
                for pieces in cuts(bytes) where ResponseReading(pieces, method: method, limits: limits) != whole {
                    return "the response reads otherwise when cut at \(pieces.map(\.startIndex))"
                }
                if let head = whole.head, !(200...599).contains(head.status) { return "a status of \(head.status)" }
                if whole.body.count > bytes.count { return "more body than bytes" }
            }
        }
        return nil
    }

    /// Byte by byte, and in three at places that the last bytes tell, so that the fuzzer chooses them without a format of
    /// its own.
    private static func cuts(_ bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        let singles = bytes.indices.map { bytes[$0...$0] }
        let places = bytes.suffix(2).map { Int($0) * bytes.count / 256 }.sorted()
        guard let first = places.first, let last = places.last else { return [singles] }
        return [singles, [bytes[..<first], bytes[first..<last], bytes[last...]]]
    }

    private static func fault(in reading: RequestReading, _ limits: HTTPWireLimits, _ count: Int) -> String? {
        guard reading.bodies.joined().count <= count else { return "more body than bytes" }
        guard reading.discardsAll else { return "something is left of what was discarded" }
        for (head, framing) in zip(reading.heads, reading.framings) {
            if let fault = fault(in: head, limits) ?? fault(in: framing, of: head) { return fault }
        }
        return nil
    }

    private static func fault(in head: HTTPRequestHead, _ limits: HTTPWireLimits) -> String? {
        if head.target.utf8.count > limits.targetBytes { return "a target beyond its bound" }
        if head.headers.lines.count > limits.headerLines { return "more lines than may be" }
        if head.headers.all("host").count > 1 { return "two hosts" }
        if head.minorVersion > 0, head.headers.first("host") == nil { return "no host" }
        if !head.path.hasPrefix("/"), head.method != "OPTIONS" { return "a path that does not begin with a slash" }
        let text = head.headers.lines.flatMap { Array($0.name.utf8) + Array($0.value.utf8) } + Array(head.target.utf8)
        if text.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) { return "a control character" }
        return nil
    }

    private static func fault(in framing: BodyFraming, of head: HTTPRequestHead) -> String? {
        let lengths = head.headers.all("content-length")
        let codings = head.headers.all("transfer-encoding")
        switch framing {
        case .none:
            return codings.isEmpty && lengths.allSatisfy { Int($0) == 0 } ? nil : "no body in spite of its headers"
        case .length(let length):
            return codings.isEmpty && lengths.count == 1 && lengths.first.flatMap { Int($0) } == length
                ? nil : "another length than its headers"
        case .chunked:
            return lengths.isEmpty && codings.count == 1 && codings.first?.utf8.count == 7
                ? nil : "chunks in spite of its headers"
        case .untilClose: return "a request until the connection ends"
        }
    }
}
