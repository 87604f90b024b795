/// What a request shows of who calls: the values of all its header lines of two names.
package struct Claim: Hashable, Sendable {
    /// The values of `Authorization`.
    package let authorization: [String]
    /// The values of `Vaxel-Client-HSA-ID`, which a TLS proxy sets from the certificate's subject.
    package let certificate: [String]
    /// Whether the request came from the TLS proxy itself, as the socket and the kernel tell.
    package let isFromProxy: Bool

    /// Gathers what a request shows.
    package init(authorization: [String], certificate: [String] = [], isFromProxy: Bool = false) {
        self.authorization = authorization
        self.certificate = certificate
        self.isFromProxy = isFromProxy
    }
}
