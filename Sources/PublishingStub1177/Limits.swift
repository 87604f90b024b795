/// The bounds of the stub.
enum Limits {
    /// Bytes of a PUT's body.
    static let bodyBytes = 4 << 20
    /// Bytes of a plan's file: a body with what is kept beside it.
    static let fileBytes = 8 << 20
    /// Bytes of one inline content, decoded: 100 kB.
    ///
    /// Source: the service contract description of GetCarePlans 2.0.
    static let inlineBytes = 100_000
    /// Bytes of a documentId, so that its file's name, twice as long, is a name.
    static let documentIDBytes = 100
    /// Things that one 422 lists.
    static let findings = 50
    /// Seconds that running requests have when the program stops.
    static let graceSeconds = 5.0
}
