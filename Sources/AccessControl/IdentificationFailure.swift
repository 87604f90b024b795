/// Why a caller could not be identified.
///
/// All of them are answered 401; the difference is for the caller's own mending. The raw value is the reason under which they
/// are counted.
package enum IdentificationFailure: String, Error, CaseIterable, Sendable {
    /// Neither a token nor a certificate came.
    case missing
    /// The header is not one `Bearer TOKEN`.
    case malformed
    /// No credential has this token.
    case unknown
    /// A token and a certificate came.
    case twoCredentials = "two-credentials"
    /// A certificate's header came from somebody else than the TLS proxy.
    case certificateNotTrustedHere = "certificate-not-trusted-here"
    /// The certificate's header is not one HSA-id.
    case certificateMalformed = "certificate-malformed"
    /// The certificate is on a person number.
    case certificateOnPersonNumber = "certificate-on-person-number"
    /// No system has this certificate.
    case certificateUnknown = "certificate-unknown"
}
