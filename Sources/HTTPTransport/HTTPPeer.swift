internal import LinuxSystem

/// Who is at the other end of a connection, as far as the socket tells.
package struct HTTPPeer: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is a program of this machine.
    package let isLoopback: Bool
    /// Whether it came over a Unix socket.
    package let overUnixSocket: Bool

    /// The IP address, of IPv6 its first half; empty over a Unix socket.
    ///
    /// Not for logs.
    package let network: [UInt8]

    /// A peer of which this much is known.
    package init(isLoopback: Bool, overUnixSocket: Bool, network: [UInt8] = []) {
        self.network = network
        self.isLoopback = isLoopback
        self.overUnixSocket = overUnixSocket
    }

    init(_ socket: Socket, overUnixSocket: Bool) {
        self.init(
            isLoopback: overUnixSocket || socket.remoteAddress?.isLoopback ?? false,
            overUnixSocket: overUnixSocket, network: overUnixSocket ? [] : socket.remoteAddress?.network ?? [])
    }

    /// For log lines: `unix`, `loopback` or `remote`; never an address.
    package var description: String {
        overUnixSocket ? "unix" : isLoopback ? "loopback" : "remote"
    }
}
