import HTTPDoors
import Testing

/// Which paths fit a door, and what stands in its places.
struct PathPatternTests {
    @Test func `fixed segments fit only themselves`() {
        let pattern: PathPattern = "/v1/messages"
        #expect(pattern.match(["v1", "messages"]) == [:])
        #expect(pattern.match(["v1", "Messages"]) == nil)
        #expect(pattern.match(["v1"]) == nil)
        #expect(pattern.match(["v1", "messages", ""]) == nil)
        #expect(pattern.match(["v1", "messages", "x"]) == nil)
    }

    @Test func `a place takes one segment, whatever is in it`() {
        let pattern: PathPattern = "/v1/queues/{unit}/leases"
        #expect(pattern.match(["v1", "queues", "SE1-A", "leases"]) == ["unit": "SE1-A"])
        #expect(pattern.match(["v1", "queues", "a/b", "leases"]) == ["unit": "a/b"])
        #expect(pattern.match(["v1", "queues", "a", "b", "leases"]) == nil)
        #expect(pattern.match(["v1", "queues", "leases"]) == nil)
    }

    @Test func `several places each take their own`() {
        let pattern: PathPattern = "/{a}/x/{b}"
        #expect(pattern.match(["1", "x", "2"]) == ["a": "1", "b": "2"])
    }

    @Test func `what is logged is the pattern as it was written`() {
        #expect("\(PathPattern("/v1/leases/{leaseId}/renew"))" == "/v1/leases/{leaseId}/renew")
    }
}

extension PathPattern {
    fileprivate init(_ text: String) { self.init(stringLiteral: text) }
}
