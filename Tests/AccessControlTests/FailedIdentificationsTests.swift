import AccessControl
import Testing

/// How long a refusal is held back for those who keep guessing.
struct FailedIdentificationsTests {
    private static let peer: [UInt8] = [192, 0, 2, 1]

    @Test func `the delay doubles up to its bound`() {
        var failures = FailedIdentifications()
        let delays = (1...12).map { _ in failures.note(Self.peer, at: 5) }
        #expect(delays == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5, 5, 5])
    }

    @Test func `quiet time makes it shorter again`() {
        var failures = FailedIdentifications()
        for _ in 1...5 { _ = failures.note(Self.peer, at: 0) }
        #expect(failures.note(Self.peer, at: 20) == 0.4)
        #expect(failures.note(Self.peer, at: 10_000) == 0.05)
    }

    @Test func `few others share a peer's place`() {
        var failures = FailedIdentifications()
        for _ in 1...8 { _ = failures.note(Self.peer, at: 0) }
        let others = (0...255).map { failures.note([198, 51, 100, $0], at: 0) }
        #expect(others.count { $0 == 0.05 } > 200)
    }

    @Test func `however many peers fail, none waits longer than the bound`() {
        var failures = FailedIdentifications()
        for number in 0..<100_000 {
            let peer = withUnsafeBytes(of: UInt32(number)) { Array($0) }
            #expect(failures.note(peer, at: 0) <= 5)
        }
    }
}
