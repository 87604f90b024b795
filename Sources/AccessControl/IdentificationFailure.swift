/// Why a caller could not be identified.
///
/// All of them are answered 401; the difference is for the caller's own mending.
package enum IdentificationFailure: Error, Hashable, Sendable {
    /// Neither a token nor a certificate came.
    case missing
    /// The header is not one `Bearer TOKEN`.
    case malformed
    /// No credential has this token.
    case unknown
    /// A token and a certificate came.
    case twoCredentials
    /// A certificate's header came from somebody else than the TLS proxy.
    case certificateNotTrustedHere
    /// The certificate's header is not one HSA-id.
    case certificateMalformed
    /// The certificate is on a person number.
    case certificateOnPersonNumber
    /// No system has this certificate.
    case certificateUnknown
}
