/// The XML namespace of messages.
enum MessageNamespace {
    static let uri = "urn:vaxel:message:1"
}
