/// How long a body is, and how its end is found.
///
/// Source: RFC 9112 §6.3.
package enum BodyFraming: Sendable, Hashable {
    /// There is none.
    case none
    /// So many bytes, at least one.
    case length(Int)
    /// In chunks, each with its size.
    case chunked
    /// Up to the end of the connection; responses only.
    case untilClose
}
