extension ScalarType {
    /// Whether a value may hold whatever its sender wrote, or tells who a person is.
    ///
    /// Such a value is shown with its message and nowhere else.
    package var isFreeText: Bool {
        [Self.text, .string, .shortID, .personID, .httpsURL, .fileName, .base64].contains { $0 === self }
    }
}
