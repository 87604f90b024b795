import Testing

@testable import HTTPTransport

@Suite struct ClientAllowanceTests {
    @Test(arguments: [(32, 8), (128, 64), (512, 448), (1_024, 896), (65_536, 57_344)])
    func `clients never get all descriptors`(limit: Int, clients: Int) {
        #expect(ClientAllowance.clients(withDescriptors: limit) == clients)
    }

    @Test func `a place is given back`() {
        let allowance = ClientAllowance(limit: 1)
        #expect(allowance.enter())
        #expect(!allowance.enter())
        allowance.leave()
        #expect(allowance.enter())
        allowance.leave()
    }

    @Test(arguments: [(64, 56), (4, 3), (2, 1), (1, 1)])
    func `beside a Unix socket some places are not for TCP`(limit: Int, overTCP: Int) {
        let allowance = ClientAllowance(limit: 100, hasUnixSocket: true, descriptors: Budget(limit: limit))
        for _ in 0..<overTCP { #expect(allowance.enter()) }
        #expect(!allowance.enter())
        for _ in overTCP..<limit { #expect(allowance.enter(overUnixSocket: true)) }
        #expect(!allowance.enter(overUnixSocket: true))
        allowance.leave()
        #expect(allowance.enter())
    }

    @Test func `all servers of a process share its descriptors`() {
        let descriptors = Budget(limit: 1)
        let allowances = (0..<2).map { _ in ClientAllowance(limit: 3, descriptors: descriptors) }
        #expect(allowances[0].enter())
        #expect(!allowances[1].enter())
        allowances[0].leave()
        #expect(allowances[1].enter())
    }

    @Test func `a budget is never exceeded`() {
        let budget = Budget(limit: 10)
        #expect(budget.reserve(6))
        #expect(!budget.reserve(5))
        #expect(budget.reserve(4))
        budget.release(4)
        #expect(!budget.reserve(5))
        #expect(budget.reserve(4))
    }
}
