import AccessControl
import Messages
import Testing

/// How much a system may ask, and that others are not made to pay for it.
struct SystemMeterTests {
    private let meter = SystemMeter()

    private func identity(_ name: String, _ limits: SystemLimits) throws -> Identity {
        Identity(system: try #require(SystemID(name)), grants: [], limits: limits)
    }

    @Test func `a system without limits is never told to wait`() throws {
        let free = try identity("free", SystemLimits(openLeases: 1))
        for _ in 1...1_000 { #expect(meter.admit(free, bytes: 1 << 24, at: 0) == nil) }
    }

    @Test func `calls beyond the pace wait, and what was refused is not counted`() throws {
        let limited = try identity("a", SystemLimits(requestsPerSecond: 3))
        for _ in 1...3 { #expect(meter.admit(limited, bytes: 0, at: 7) == nil) }
        for _ in 1...9 { #expect(meter.admit(limited, bytes: 0, at: 7) != nil) }
        #expect(meter.admit(limited, bytes: 0, at: 7.5) == nil)
        #expect(meter.admit(limited, bytes: 0, at: 7.5) != nil)
    }

    @Test func `each system has its own`() throws {
        let (first, second) = (
            try identity("a", SystemLimits(requestsPerSecond: 1)), try identity("b", SystemLimits(requestsPerSecond: 1))
        )
        #expect(meter.admit(first, bytes: 0, at: 0) == nil)
        #expect(meter.admit(first, bytes: 0, at: 0) != nil)
        #expect(meter.admit(second, bytes: 0, at: 0) == nil)
    }

    @Test func `bytes are counted as announced, and those of chunks afterwards`() throws {
        let limited = try identity("a", SystemLimits(bytesPerMinute: 60))
        #expect(meter.admit(limited, bytes: 30, at: 0) == nil)
        #expect(meter.admit(limited, bytes: 0, at: 0) == nil)
        meter.charge(limited, bytes: 90, at: 0)
        #expect(meter.admit(limited, bytes: 0, at: 0) == 61)
        #expect(meter.admit(limited, bytes: 0, at: 61) == nil)
    }

    @Test func `a body larger than the limit comes in, and the next waits the longer`() throws {
        let limited = try identity("a", SystemLimits(bytesPerMinute: 60))
        #expect(meter.admit(limited, bytes: 600, at: 0) == nil)
        #expect(meter.admit(limited, bytes: 1, at: 0) == 541)
    }

    @Test func `new limits hold at once`() throws {
        #expect(meter.admit(try identity("a", SystemLimits(requestsPerSecond: 1)), bytes: 0, at: 0) == nil)
        let wider = try identity("a", SystemLimits(requestsPerSecond: 2))
        for _ in 1...2 { #expect(meter.admit(wider, bytes: 0, at: 0) == nil) }
        #expect(meter.admit(wider, bytes: 0, at: 0) != nil)
    }
}
