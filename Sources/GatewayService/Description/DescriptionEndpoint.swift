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

    /// The document as it is served.
    private struct Written {
        let bytes: [UInt8]
        let tag: String
    }

    private let written: MadeOnce<Written>

    /// Takes the signs of all other doors.
    init(of signs: [DoorSign]) {
        written = MadeOnce {
            let bytes = OpenAPIDocument(signs + [Self.sign], version: ProductVersion.text).bytes
            return Written(bytes: bytes, tag: "\"\(HexText.of(SHA256.hash(bytes)))\"")
        }
    }

    /// The entry in the table of doors.
    var door: Door {
        Door(Self.sign) { [written] call async throws(Rejection) in
            let document = await written.value
            var headers = HTTPHeaders([("ETag", document.tag), ("Cache-Control", "no-cache")])
            if call.head.knows(tag: document.tag) { return HTTPResponse(status: 304, headers: headers) }
            headers.append("Content-Type", "application/json")
            var response = HTTPResponse(status: 200, headers: headers, body: document.bytes)
            response.sharesBody = true
            return response
        }
    }
}
