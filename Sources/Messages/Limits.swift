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
}
