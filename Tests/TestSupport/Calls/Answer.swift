internal import HTTPWire

/// What the gateway answered.
package struct Answer: Sendable {
    package let status: Int
    package let bytes: [UInt8]
    private let headers: HTTPHeaders

    init(_ response: HTTPResponse) {
        status = response.status
        bytes = response.body
        headers = response.headers
    }

    /// The first header line of a name.
    package func header(_ name: String) -> String? { headers.first(name) }

    /// The body as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; `null` when it is none.
    package var json: JSONTree { JSONTree(bytes) }
}
