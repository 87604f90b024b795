import Glibc
@testable import LinuxSystem
import Testing

struct SystemErrorTests {
    @Test func `an error tells the call and the reason`() {
        #expect(SystemError(call: "pwrite", code: ENOSPC).description == "pwrite: No space left on device (28)")
    }

    @Test func `a call that a signal interrupts is made again, and what it gives then counts`() throws {
        var calls = 0
        let result = try retryingInterrupts("read") {
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7)
        #expect(calls == 3)
    }

    @Test func `any other error is the caller's`() {
        var calls = 0
        #expect(throws: SystemError(call: "open", code: EMFILE)) {
            try retryingInterrupts("open") {
                calls += 1
                errno = calls < 2 ? EINTR : EMFILE
                return -1
            }
        }
        #expect(calls == 2)
    }
}
