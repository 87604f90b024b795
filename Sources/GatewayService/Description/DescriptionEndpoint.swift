internal import AccessControl
internal import Digests
internal import HTTPDoors
internal import HTTPWire
internal import Messages

/// The door `GET /openapi.json`: what can be called, for those who write or generate clients.
///
/// The document changes with the program only, so a client asks with its entity tag whether it has changed.
struct DescriptionEndpoint: Sendable {
    static let sign = DoorSign(
        "GET", "/openapi.json", access: .open, name: "openapi", summary: "This description, as OpenAPI 3.1.",
        headers: [HeaderSign("If-None-Match", "The entity tag of the description that one has.")],
        answers: [
            DoorAnswer(200, "The description.", .description, headers: [tagHeader]),
            DoorAnswer(304, "The one that the caller has is the one.", headers: [tagHeader]),
        ])

    private static let tagHeader = HeaderSign("ETag", "Changes with the description.")

    private let bytes: [UInt8]
    private let tag: String

    /// Takes the signs of all other doors.
    init(of signs: [DoorSign]) {
        bytes = OpenAPIDocument(signs + [Self.sign], version: ProductVersion.text).bytes
        tag = "\"\(HexText.of(SHA256.hash(bytes)))\""
    }

    /// The entry in the table of doors.
    var door: Door {
        Door(Self.sign) { call async throws(Rejection) in
            var headers = HTTPHeaders([("ETag", tag), ("Cache-Control", "no-cache")])
            if isKnown(to: call.head) { return HTTPResponse(status: 304, headers: headers) }
            headers.append("Content-Type", "application/json")
            return HTTPResponse(status: 200, headers: headers, body: bytes)
        }
    }

    /// Whether the caller has the document already.
    ///
    /// Source: RFC 9110 §13.1.2, where tags are compared weakly.
    private func isKnown(to head: HTTPRequestHead) -> Bool {
        head.headers.all("if-none-match").flatMap { $0.split(separator: ",") }.contains { part in
            let named = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return named == "*" || (named.hasPrefix("W/") ? named.dropFirst(2) : named) == tag
        }
    }
}
