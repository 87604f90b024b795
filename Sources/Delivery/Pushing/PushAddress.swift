package import HTTPTransport
package import MessageFormats

/// Where a system takes the receipts that are pushed to it, and in which form.
package struct PushAddress: Hashable, Sendable {
    /// Where the system, or the proxy on the way to it, listens.
    package let endpoint: HTTPEndpoint
    /// The path that receipts are posted to, percent-encoded, with its slash.
    package let path: String
    /// The form that receipts are written in.
    package let form: WireForm

    /// Takes an address that the directory's file has judged.
    package init(endpoint: HTTPEndpoint, path: String, form: WireForm) {
        self.endpoint = endpoint
        self.path = path
        self.form = form
    }
}
