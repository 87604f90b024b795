/// How much of the trail is held in memory, and told of.
enum Limits {
    /// Bytes of one line at most; a message to very many units is far below it.
    static let lineBytes = 1 << 20
    /// Bytes read at once.
    static let chunkBytes = 64 << 10
    /// Broken lines that are told of one by one.
    static let breaksTold = 100
}
