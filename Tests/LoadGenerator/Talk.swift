/// What is said to a server: just enough of each protocol to send, and to see that it was confirmed.
enum Talk {
    /// HTTP/1.1: GET without a body, POST with one.
    case http(target: String, headers: [String], body: [UInt8])
    /// STOMP 1.2 with a receipt for each frame.
    case stomp(destination: String, headers: [String], body: [UInt8])

    /// The answer at the head of some bytes.
    enum Answer {
        /// Not all of it is there.
        case incomplete
        /// So many bytes that are no answer to a request.
        case other(length: Int)
        case confirmed(length: Int)
        case refused(length: Int)
    }

    /// A body's first text of this kind is replaced by a fresh UUID in each request.
    static let idMarker = Array("00000000-0000-0000-0000-000000000000".utf8)
    /// A body's first text of this kind is replaced by fresh letters in each request: a case of its own, in which no
    /// person number can hide.
    static let caseMarker = Array("case-of-its-own-case-of-its-own".utf8)

    /// What is sent once, before all requests.
    var greeting: [UInt8] {
        switch self {
        case .http: []
        case .stomp:
            Array("CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\nheart-beat:0,0\n\n".utf8) + [0]
        }
    }

    /// A request, and where in it the fresh texts go.
    var request: Request {
        let bytes: [UInt8]
        switch self {
        case .http(let target, let headers, let body):
            let lines = headers.map { "\($0)\r\n" }.joined()
            let head = body.isEmpty ? "GET" : "POST"
            let length = body.isEmpty ? "" : "Content-Length: \(body.count)\r\n"
            bytes = Array("\(head) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(lines)\(length)\r\n".utf8) + body
        case .stomp(let destination, let headers, let body):
            let lines = headers.map { "\($0)\n" }.joined()
            bytes =
                Array(
                    "SEND\ndestination:\(destination)\npersistent:true\n\(lines)receipt:1\ncontent-length:\(body.count)\n\n"
                        .utf8) + body + [0]
        }
        return Request(
            bytes: bytes, id: Self.place(of: Self.idMarker, in: bytes), case: Self.place(of: Self.caseMarker, in: bytes)
        )
    }

    private static func place(of marker: [UInt8], in bytes: [UInt8]) -> Int? {
        let last = bytes.count - marker.count
        return last < 0 ? nil : (0...last).first { bytes[$0...].starts(with: marker) }
    }

    /// Reads what came.
    func answer(in bytes: ArraySlice<UInt8>) -> Answer {
        switch self {
        case .http: Self.httpAnswer(in: bytes)
        case .stomp: Self.stompAnswer(in: bytes)
        }
    }

    private static func httpAnswer(in bytes: ArraySlice<UInt8>) -> Answer {
        guard let end = headEnd(of: bytes) else { return .incomplete }
        let head = bytes[..<end]
        let whole = end - bytes.startIndex + contentLength(in: head)
        guard bytes.count >= whole else { return .incomplete }
        return head.dropFirst(9).first == UInt8(ascii: "2") ? .confirmed(length: whole) : .refused(length: whole)
    }

    private static let lengthName = Array("\r\ncontent-length:".utf8)

    private static func contentLength(in head: ArraySlice<UInt8>) -> Int {
        var at = head.startIndex
        while at + lengthName.count < head.endIndex {
            if head[at] == 13, zip(head[at...], lengthName).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 }) {
                return head[(at + lengthName.count)...].drop { $0 == 32 }.prefix { (48...57).contains($0) }
                    .reduce(0) { $0 * 10 + Int($1 - 48) }
            }
            at += 1
        }
        return 0
    }

    private static func headEnd(of bytes: ArraySlice<UInt8>) -> Int? {
        var at = bytes.startIndex
        while at + 3 < bytes.endIndex {
            if bytes[at] == 13, bytes[at + 1] == 10, bytes[at + 2] == 13, bytes[at + 3] == 10 { return at + 4 }
            at += 1
        }
        return nil
    }

    private static func stompAnswer(in bytes: ArraySlice<UInt8>) -> Answer {
        let blank = bytes.prefix { $0 == 10 }.count
        guard blank == 0 else { return .other(length: blank) }
        guard let end = bytes.firstIndex(of: 0) else { return .incomplete }
        let length = end - bytes.startIndex + 1
        if bytes.starts(with: Array("RECEIPT".utf8)) { return .confirmed(length: length) }
        return bytes.starts(with: Array("CONNECTED".utf8)) ? .other(length: length) : .refused(length: length)
    }
}
