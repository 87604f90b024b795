@testable import GatewayService
import HTTPWire
import Testing

/// The ids under which requests stand in the log.
struct RequestIDsTests {
    private let ids = RequestIDs()

    private func id(_ given: String...) throws -> String {
        ids.id(
            for: try HTTPRequestHead(
                method: "GET", target: "/", headers: HTTPHeaders(given.map { ("Vaxel-Request-Id", $0) })))
    }

    @Test(arguments: [
        "a", "8f3a01c2-1f", "0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11", "A_b.c-1", String(repeating: "x", count: 64),
    ])
    func `a sane id is kept`(given: String) throws {
        #expect(try id(given) == given)
    }

    @Test(arguments: [
        "", "a b", "a\"b", "å", "a/b", "a\tb", String(repeating: "x", count: 65), "191212121212", "19121212-1212",
        "req-1212121212",
    ])
    func `any other is replaced by our own, one with a person number too`(given: String) throws {
        #expect(try id(given) != given)
        #expect(try !id(given).isEmpty)
    }

    @Test func `two ids are none, and none is replaced`() throws {
        #expect(try !["a", "b"].contains(id("a", "b")))
        #expect(try id() != id())
        #expect(!ids.id(for: nil).isEmpty)
    }
}
