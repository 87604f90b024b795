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
            if call.head.knows(tag: tag) { return HTTPResponse(status: 304, headers: headers) }
            headers.append("Content-Type", "application/json")
            return HTTPResponse(status: 200, headers: headers, body: bytes)
        }
    }
}
