/// The bounds of this room.
enum Limits {
    /// Bytes of an identifier that a log line shows.
    static let tokenBytes = 128
}
