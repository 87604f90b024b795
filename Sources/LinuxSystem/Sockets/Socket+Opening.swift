internal import CLinux
internal import Glibc

extension Socket {
    /// What accepting gave.
    package enum Accepted: Sendable, Hashable {
        /// The next client, whose socket is to be closed by whoever takes it.
        case socket(Socket)
        /// Nobody waits.
        case nobody
        /// The process or the machine has no descriptor left; the waiting client still waits.
        case noDescriptor
    }

    /// Listens at the address.
    ///
    /// A Unix socket's file that nobody listens at any more is replaced; one in use is not.
    ///
    /// - Parameters:
    ///   - address: where.
    ///   - peer: for a Unix socket, who may open its file beside this process; only the owner when nil.
    /// - Returns: the socket, to be closed by the caller; so is the file to be removed.
    /// - Throws: `SystemError` of `socket`, `bind`, `lchown`, `chmod` or `listen`; nothing is left open.
    package static func listening(at address: SocketAddress, for peer: MachineUser? = nil) throws(SystemError) -> Socket
    {
        let socket = try open(address.family)
        do {
            if !address.isUnix { socket.setOption(SOL_SOCKET, SO_REUSEADDR) }
            try bind(socket, to: address)
        } catch {
            socket.close()
            throw error
        }
        do {
            // Nobody can connect before `listen`, so the file never stands open wider than it should.
            try address.letIn(peer)
            _ = try retryingInterrupts("listen") { listen(socket.descriptor, SocketLimits.backlog) }
        } catch {
            address.removeFile()
            socket.close()
            throw error
        }
        return socket
    }

    /// Begins to connect; the socket becomes writable when it has succeeded or failed (`connectionError`).
    ///
    /// - Throws: `SystemError` when it fails at once; nothing is left open.
    package static func connecting(to address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try open(address.family)
        let result = address.withSocketAddress { connect(socket.descriptor, $0, $1) }
        let code = errno
        guard result == 0 || code == EINPROGRESS || code == EINTR else {
            socket.close()
            throw SystemError(call: "connect", code: code)
        }
        if !address.isUnix { socket.disableDelay() }
        return socket
    }

    /// Takes the next client of a listening socket.
    ///
    /// - Throws: `SystemError` of `accept`; the listening socket remains usable.
    package func accept() throws(SystemError) -> Accepted {
        do {
            let descriptor = try retryingInterrupts("accept4") { vaxel_accept(self.descriptor) }
            return .socket(Socket(descriptor: descriptor))
        } catch {
            switch error.code {
            case EAGAIN, ECONNABORTED: return .nobody
            case EMFILE, ENFILE: return .noDescriptor
            default: throw error
            }
        }
    }

    private static func open(_ family: Int32) throws(SystemError) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = try retryingInterrupts("socket") { socket(family, type, 0) }
        return Socket(descriptor: descriptor)
    }

    private static func bind(_ socket: Socket, to address: SocketAddress) throws(SystemError) {
        do {
            try bindOnce(socket, to: address)
        } catch {
            guard error.code == EADDRINUSE, address.isUnix, isAbandoned(address) else { throw error }
            address.removeFile()
            try bindOnce(socket, to: address)
        }
    }

    private static func bindOnce(_ socket: Socket, to address: SocketAddress) throws(SystemError) {
        _ = try retryingInterrupts("bind") { address.withSocketAddress { Glibc.bind(socket.descriptor, $0, $1) } }
    }

    // Only a socket's file gives ECONNREFUSED, and only when nobody listens: a file of another kind is never removed.
    private static func isAbandoned(_ address: SocketAddress) -> Bool {
        do {
            try connecting(to: address).close()
            return false
        } catch {
            return error.code == ECONNREFUSED && address.isSocketFile
        }
    }
}

extension SocketAddress {
    /// Removes the file of a Unix socket; does nothing for an IP address.
    package func removeFile() {
        if let path { unlink(path) }
    }

    /// Sets who may open the file of a Unix socket: its owner, and the group of `peer` when that is another user.
    fileprivate func letIn(_ peer: MachineUser?) throws(SystemError) {
        guard let path else { return }
        if let peer, peer.id != geteuid() {
            _ = try retryingInterrupts("lchown") { lchown(path, uid_t.max, peer.group) }
            _ = try retryingInterrupts("chmod") { chmod(path, 0o660) }
        } else {
            _ = try retryingInterrupts("chmod") { chmod(path, 0o600) }
        }
    }

    fileprivate var isSocketFile: Bool {
        var status = stat()
        guard let path, lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFSOCK
    }
}
