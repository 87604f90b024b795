import Testing

@testable import LinuxSystem

@Suite struct PollerTests {
    /// Two ends of one connection on this machine.
    private func ends() throws -> (near: Socket, far: Socket) {
        let listener = try Socket.listening(at: #require(SocketAddress(number: "127.0.0.1", port: 0)))
        defer { listener.close() }
        let near = try Socket.connecting(to: #require(listener.localAddress))
        let accepting = try Poller()
        try accepting.add(listener, 1, for: .reading)
        while try accepting.wait(milliseconds: 10_000).isEmpty {}
        guard case .socket(let far) = try listener.accept() else {
            near.close()
            throw SystemError(call: "accept4", code: 0)
        }
        return (near, far)
    }

    @Test func `a socket is told under its number for what it is watched for, until it is taken`() throws {
        let (near, far) = try ends()
        defer {
            near.close()
            far.close()
        }
        let poller = try Poller()
        try poller.add(far, 7, for: .reading)
        #expect(try poller.wait(milliseconds: 0).isEmpty)
        _ = try near.send([1, 2, 3])
        let event = Poller.Event(token: 7, ready: .reading)
        #expect(try poller.wait(milliseconds: 10_000) == [event])
        #expect(try poller.wait(milliseconds: 0) == [event])
        try poller.change(far, 8, to: [.reading, .writing])
        #expect(try poller.wait(milliseconds: 0) == [Poller.Event(token: 8, ready: [.reading, .writing])])
        poller.remove(far)
        #expect(try poller.wait(milliseconds: 0).isEmpty)
    }

    @Test func `an end is told as something to read`() throws {
        let (near, far) = try ends()
        defer { far.close() }
        let poller = try Poller()
        try poller.add(far, 1, for: .reading)
        near.close()
        #expect(try poller.wait(milliseconds: 10_000).map(\.ready) == [.reading])
        #expect(try withBuffer { try far.receive(into: $0) } == .end)
    }

    @Test func `a wake ends the wait of another thread, or the next one, once`() async throws {
        let poller = try Poller()
        poller.wake()
        poller.wake()
        #expect(try poller.wait(milliseconds: nil).isEmpty)
        let waiting = Task { try poller.wait(milliseconds: 60_000) }
        poller.wake()
        #expect(try await waiting.value.isEmpty)
        let (near, far) = try ends()
        defer {
            near.close()
            far.close()
        }
        // Were the wake still there, this wait would end without the event.
        try poller.add(far, 3, for: .writing)
        #expect(try poller.wait(milliseconds: 10_000).map(\.token) == [3])
    }

    private func withBuffer<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { try body($0) }
    }
}
