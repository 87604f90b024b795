internal import HTTPWire

/// What a stored `Content-Type` still tells when a message is read again.
enum ContentType {
    /// The declared charset, in lower case; nil when none is.
    static func charset(in value: String) -> String? {
        MediaType(value)?.charset
    }
}
