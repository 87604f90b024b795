import Testing

@testable import LinuxSystem

@Suite struct SocketTests {
    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false),
        ("0.0.0.0", false), ("::", false), ("fe80::1", false), ("::ffff:10.0.0.1", false),
    ])
    func `an address tells whether only this machine can be there`(number: String, isLoopback: Bool) throws {
        let address = try #require(SocketAddress(number: number, port: 65_535))
        #expect(address.isLoopback == isLoopback)
        #expect(address.port == 65_535)
    }

    @Test func `what is no address is none`() {
        #expect(SocketAddress(number: "localhost", port: 1) == nil)
        #expect(SocketAddress(number: "127.0.0.1", port: -1) == nil)
        #expect(SocketAddress(number: "127.0.0.1", port: 65_536) == nil)
        #expect(SocketAddress(path: "") == nil)
        #expect(SocketAddress(path: String(repeating: "x", count: 107)) != nil)
        #expect(SocketAddress(path: String(repeating: "x", count: 108)) == nil)
        #expect(SocketAddress.resolving(host: "127.0.0.1", port: 80) == [SocketAddress(number: "127.0.0.1", port: 80)])
    }

    @Test func `a listening socket has the port that the kernel chose`() throws {
        let address = try #require(SocketAddress(number: "127.0.0.1", port: 0))
        let listener = try Socket.listening(at: address)
        defer { listener.close() }
        let local = try #require(listener.localAddress)
        #expect(local.port > 0)
        #expect(local.isLoopback)
        #expect(try listener.accept() == .nobody)
    }

    @Test func `bytes go through, then nothing, then the end`() throws {
        let listener = try Socket.listening(at: try #require(SocketAddress(number: "127.0.0.1", port: 0)))
        defer { listener.close() }
        // A connection over loopback is made before `connect` returns.
        let client = try Socket.connecting(to: try #require(listener.localAddress))
        guard case .socket(let server) = try listener.accept() else {
            Issue.record("nobody to accept")
            return
        }
        defer { server.close() }
        #expect(client.connectionError() == nil)
        var buffer = [UInt8](repeating: 0, count: 16)
        func receive() throws -> Socket.Received { try buffer.withUnsafeMutableBytes { try server.receive(into: $0) } }
        #expect(try receive() == .nothing)
        #expect(try client.send(Array("xhello".utf8), from: 1) == 5)
        #expect(try receive() == .bytes(5))
        #expect(buffer.prefix(5) == Array("hello".utf8)[...])
        client.finishSending()
        #expect(try receive() == .end)
        client.close()
    }

    @Test func `a socket's file that nobody listens at is replaced, another file is not`() throws {
        let path = "/tmp/vaxel-socket-\(UInt64.random(in: 0...UInt64.max))"
        let address = try #require(SocketAddress(path: path))
        defer { address.removeFile() }
        try Socket.listening(at: address).close()
        let second = try Socket.listening(at: address)
        defer { second.close() }
        let refusal = #expect(throws: SystemError.self) { try Socket.listening(at: address) }
        #expect(refusal?.call == "bind")
        #expect(throws: SystemError.self) {
            try Socket.listening(at: try #require(SocketAddress(path: "/proc/self/stat")))
        }
    }

    @Test func `the peer of a Unix socket is on this machine`() throws {
        let path = "/tmp/vaxel-socket-\(UInt64.random(in: 0...UInt64.max))"
        let address = try #require(SocketAddress(path: path))
        let listener = try Socket.listening(at: address)
        defer {
            listener.close()
            address.removeFile()
        }
        let client = try Socket.connecting(to: address)
        defer { client.close() }
        guard case .socket(let server) = try listener.accept() else {
            Issue.record("nobody to accept")
            return
        }
        defer { server.close() }
        #expect(server.localAddress?.isLoopback == true)
        #expect(server.remoteAddress?.isLoopback == true)
    }

    @Test func `the kernel tells as whom the other side of a Unix socket connected`() throws {
        let path = "/tmp/vaxel-socket-\(UInt64.random(in: 0...UInt64.max))"
        let address = try #require(SocketAddress(path: path))
        let listener = try Socket.listening(at: address)
        defer {
            listener.close()
            address.removeFile()
        }
        let client = try Socket.connecting(to: address)
        defer { client.close() }
        guard case .socket(let server) = try listener.accept() else {
            Issue.record("nobody to accept")
            return
        }
        defer { server.close() }
        #expect(server.peerUser == MachineUser.current.id)
    }

    @Test func `the file of a Unix socket is open to its owner, and to the group of another user that it is for`()
        throws
    {
        let own = MachineUser.current
        let other = MachineUser(id: own.id + 1, group: own.group)
        for (peer, mode) in [(nil, 0o600), (own, 0o600), (other, 0o660)] as [(MachineUser?, UInt32)] {
            let path = "/tmp/vaxel-socket-\(UInt64.random(in: 0...UInt64.max))"
            let address = try #require(SocketAddress(path: path))
            let listener = try Socket.listening(at: address, for: peer)
            #expect(try FileMetadata.of(path)?.permissions == mode)
            address.removeFile()
            listener.close()
        }
    }

    @Test func `users are found by name and by number`() throws {
        let root = try #require(MachineUser(named: "root"))
        #expect(root.id == 0)
        #expect(MachineUser(id: 0) == root)
        #expect(MachineUser(named: "nobody-of-this-name") == nil)
        #expect(MachineUser(id: 4_000_000_123) == nil)
    }
}
