/// What a call may bring.
package enum Limits {
    /// The largest message, in bytes.
    ///
    /// Source: interfaces, "Bytes".
    package static let message = 16 * 1024 * 1024
    /// The largest body of a call that carries no message, in bytes.
    package static let smallBody = 64 * 1024
    /// Bytes read of the body of a call that describes none: room for an empty object.
    static let emptyBody = 64
    /// Pieces of long work that go on at a time, as there are processors: beyond, they would only share them.
    static let largeWorkAtOnce = 2...4
}
