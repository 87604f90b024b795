/// The bounds of the sockets.
enum SocketLimits {
    /// Clients that may wait for being accepted; the kernel lowers it to its own bound.
    static let backlog: Int32 = 4_096
}
