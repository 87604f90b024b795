/// How intake paces itself.
enum Limits {
    /// Bytes of a message that is decoded on the spot; a larger one on a queue of its own.
    static let decodedAtOnce = 64 * 1024
}
