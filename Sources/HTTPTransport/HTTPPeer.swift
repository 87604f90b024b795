internal import LinuxSystem

/// Who is at the other end of a connection, as far as the socket tells.
package struct HTTPPeer: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is a program of this machine.
    package let isLoopback: Bool
    /// Whether it came over a Unix socket.
    package let overUnixSocket: Bool
    /// The user it runs as; known over a Unix socket only.
    package let userID: UInt32?

    package init(isLoopback: Bool, overUnixSocket: Bool, userID: UInt32? = nil) {
        self.isLoopback = isLoopback
        self.overUnixSocket = overUnixSocket
        self.userID = userID
    }

    init(_ socket: Socket, overUnixSocket: Bool) {
        self.init(
            isLoopback: overUnixSocket || socket.remoteAddress?.isLoopback ?? false,
            overUnixSocket: overUnixSocket,
            userID: overUnixSocket ? socket.peerUser : nil)
    }

    /// For log lines: `unix`, `loopback` or `remote`; never an address.
    package var description: String {
        overUnixSocket ? "unix" : isLoopback ? "loopback" : "remote"
    }
}
