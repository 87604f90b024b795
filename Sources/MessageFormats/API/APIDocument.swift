package import Messages

/// A body of the API: a value under a root name.
package struct APIDocument: Sendable {
    /// The XML namespace of a body.
    package enum Namespace: String, Sendable {
        /// The gateway's own.
        case api = "urn:vaxel:api:1"
        /// Problem details. Source: RFC 9457 appendix B.
        case problem = "urn:ietf:rfc:7807"
    }

    /// The root element in XML; JSON has no such name.
    package let root: String
    package let namespace: Namespace
    package let value: APIValue

    package init(root: String, namespace: Namespace = .api, _ value: APIValue) {
        self.root = root
        self.namespace = namespace
        self.value = value
    }

    /// The body in UTF-8 without BOM.
    package func bytes(as form: WireForm, layout: Layout = .compact) -> [UInt8] {
        []
    }

    /// Reads a body; a body that is not well-formed, or has a member twice, is refused by the codes of its syntax.
    package static func read(
        _ bytes: [UInt8], as form: WireForm, charset: String? = nil
    ) throws(Rejection) -> APIValue {
        throw Rejection(.notImplemented)
    }
}
