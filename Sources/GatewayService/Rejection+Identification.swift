internal import AccessControl
internal import HTTPDoors
internal import Messages

extension Rejection {
    /// Says why a caller could not be identified; nothing of what it showed is repeated.
    init(_ failure: IdentificationFailure) {
        switch failure {
        case .missing:
            self.init(
                .notIdentified, "send Authorization: Bearer TOKEN, or call the TLS proxy with a client certificate")
        case .malformed: self.init(.notIdentified, "the Authorization header is not one Bearer token")
        case .unknown: self.init(.credentialUnknown, "no system has that token")
        case .twoCredentials: self.init(.twoCredentials, "a token came beside a client certificate")
        case .certificateNotTrustedHere:
            self.init(.certificateNotTrustedHere, "the header did not come from the TLS proxy")
        case .certificateMalformed:
            self.init(.notIdentified, "the client certificate's serialNumber is not one HSA-id")
        case .certificateOnPersonNumber:
            self.init(.certificateOnPersonNumber, "choose the certificate whose serialNumber begins with SE")
        case .certificateUnknown: self.init(.credentialUnknown, "no system has that client certificate")
        }
    }
}
