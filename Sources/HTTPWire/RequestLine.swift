/// The first line of a request, its parts checked by themselves.
///
/// Source: RFC 9112 §3.
struct RequestLine {
    let method: String
    let target: String
    let minorVersion: Int

    // CONNECT is known but never served: there is no tunnel here.
    private static let methods: Set = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]

    init(_ line: ArraySlice<UInt8>) throws(HTTPProblem) {
        let parts = line.split(separator: Bytes.space, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .requestLineMalformed }
        guard !parts[0].isEmpty, parts[0].allSatisfy(Bytes.isToken) else { throw .methodMalformed }
        minorVersion = try HTTPVersion.minor(in: parts[2])
        method = String(decoding: parts[0], as: UTF8.self)
        guard Self.methods.contains(method) else { throw .methodNotImplemented }
        guard !parts[1].isEmpty, parts[1].allSatisfy({ Bytes.isTarget($0) || Bytes.isBracket($0) }) else {
            throw .targetMalformed
        }
        target = String(decoding: parts[1], as: UTF8.self)
    }
}
