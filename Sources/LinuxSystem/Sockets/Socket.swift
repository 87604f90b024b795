internal import CLinux
internal import Glibc

/// A stream socket that never blocks; close it exactly once.
///
/// A value that names a descriptor. Its owner sees to it that nothing uses it after `close`, also no event source.
package struct Socket: Sendable, Hashable {
    /// What reading gave.
    package enum Received: Sendable, Hashable {
        /// So many bytes, at least one.
        case bytes(Int)
        /// Nothing has come yet.
        case nothing
        /// The other side has sent everything it will.
        case end
    }

    /// The file descriptor, for event sources.
    package let descriptor: Int32

    /// Reads into the buffer.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Received {
        do {
            let count = try retryingInterrupts("recv") { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
            return count == 0 ? .end : .bytes(count)
        } catch {
            guard error.code == EAGAIN else { throw error }
            return .nothing
        }
    }

    /// Writes what the kernel takes of the bytes from `offset` on, without ever raising a signal.
    ///
    /// Returns the number taken, 0 when the kernel's buffer is full; `offset` is at most the number of bytes. With `more` the
    /// kernel waits a moment for what follows, to send both in one packet.
    package func send(_ bytes: [UInt8], from offset: Int = 0, more: Bool = false) throws(SystemError) -> Int {
        do {
            return try retryingInterrupts("send") {
                bytes.withUnsafeBytes { raw in
                    let rest = UnsafeRawBufferPointer(rebasing: raw[offset...])
                    let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
                    return Glibc.send(descriptor, rest.baseAddress, rest.count, flags)
                }
            }
        } catch {
            guard error.code == EAGAIN else { throw error }
            return 0
        }
    }

    /// Tells the other side that nothing more comes; reading goes on.
    package func finishSending() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Why the connection could not be made; `nil` if it could.
    ///
    /// Ask when the socket becomes writable.
    package func connectionError() -> SystemError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return .last("getsockopt") }
        return code == 0 ? nil : SystemError(call: "connect", code: code)
    }

    /// The address of this side.
    package var localAddress: SocketAddress? { address(getsockname) }

    /// The address of the other side.
    package var remoteAddress: SocketAddress? { address(getpeername) }

    /// The user that the other side of a Unix socket connected as; nil when the kernel does not say.
    ///
    /// The kernel keeps it from the moment of connecting, so that it cannot be feigned. Source: unix(7), SO_PEERCRED.
    package var peerUser: UInt32? {
        var user: UInt32 = 0
        return vaxel_peer_user(descriptor, &user) == 0 ? user : nil
    }

    /// Sends small packets at once instead of waiting for more to send.
    ///
    /// Source: tcp(7).
    package func disableDelay() {
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
    }

    /// A second descriptor of the same connection, to be closed on its own.
    package func duplicate() throws(SystemError) -> Socket {
        Socket(descriptor: try retryingInterrupts("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) })
    }

    /// Gives the descriptor back.
    package func close() {
        _ = Glibc.close(descriptor)
    }

    func setOption(_ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        _ = setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private func address(
        _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutableBytes(of: &storage) { raw in
            raw.bindMemory(to: sockaddr.self).baseAddress.map { call(descriptor, $0, &length) } ?? -1
        }
        guard result == 0 else { return nil }
        return withUnsafeBytes(of: storage) { SocketAddress(bytes: Array($0.prefix(Int(length)))) }
    }
}
