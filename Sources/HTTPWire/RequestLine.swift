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
        guard let first = line.firstIndex(of: Bytes.space),
            let second = line[(first + 1)...].firstIndex(of: Bytes.space), !line[(second + 1)...].contains(Bytes.space)
        else { throw .requestLineMalformed }
        let (name, path, version) = (line[..<first], line[(first + 1)..<second], line[(second + 1)...])
        guard !name.isEmpty, name.allSatisfy(Bytes.isToken) else { throw .methodMalformed }
        minorVersion = try HTTPVersion.minor(in: version)
        method = String(decoding: name, as: UTF8.self)
        guard Self.methods.contains(method) else { throw .methodNotImplemented }
        guard !path.isEmpty, path.allSatisfy({ Bytes.isTarget($0) || Bytes.isBracket($0) }) else {
            throw .targetMalformed
        }
        target = String(decoding: path, as: UTF8.self)
    }
}
