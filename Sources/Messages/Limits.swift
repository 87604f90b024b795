/// The limits of messages, with their units.
enum Limits {
    /// The longest `text`, in Unicode scalars.
    static let textScalars = 8_000
    /// The longest `string`, in Unicode scalars.
    static let stringScalars = 200
    /// The longest id that a system chooses itself, in Unicode scalars.
    static let shortIDScalars = 64
    /// The longest link, in Unicode scalars.
    static let urlScalars = 2_000
    /// The largest attachment in bytes.
    ///
    /// Source: interfaces, "Bytes".
    static let attachmentBytes = 5_000_000
    /// The longest base64, in characters: more than an attachment needs, so that a rule can tell of one that is too large, and
    /// less than the 10,000,000 bytes that libxml2 takes in one text.
    static let base64Characters = 8_000_000
}
