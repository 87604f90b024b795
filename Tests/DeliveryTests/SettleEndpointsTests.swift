import AccessControl
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// Who may settle what was leased.
struct SettleEndpointsTests {
    private let bench: PollingBench

    init() async throws {
        bench = try await PollingBench()
    }

    /// Has the nurses lease a delivery of the social service while they are on call.
    private func leaseOnCall() async throws -> String {
        try await bench.scratch.accept(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        let answer = try await bench.post(
            "/v1/queues/SE0000000002-SOC1/leases?wait=0&lease=3600", as: PollingBench.nurses)
        return try #require(try bench.deliveries(answer).first?["leaseId"]?.text)
    }

    @Test func `what was leased on call may be settled when the hours are over`() async throws {
        let lease = try await leaseOnCall()
        bench.scratch.time.advance(seconds: 86_400)
        #expect(try await bench.post("/v1/leases/\(lease)/complete", as: PollingBench.nurses).status == 204)
        #expect(bench.scratch.queue.conservation().completed == 1)
        let receipt = try #require(try await bench.scratch.lease(Destination(.ward), by: .ehr))
        #expect(receipt.facts.senderUnit == .socialService, "the receipt is the covered unit's")
    }

    @Test func `a lease on call belongs to the system that leased, not to the unit`() async throws {
        let lease = try await leaseOnCall()
        #expect(try await bench.refusal("/v1/leases/\(lease)/complete", as: PollingBench.social).code == .leaseLost)
        #expect(bench.scratch.queue.conservation().leased == 1)
    }

    @Test(arguments: ["complete", "reject", "renew", "release"])
    func `a query that a call does not take is refused, and the lease stays`(step: String) async throws {
        let lease = try await leaseOnCall()
        #expect(
            try await bench.refusal("/v1/leases/\(lease)/\(step)?x=1", as: PollingBench.nurses).code == .queryInvalid)
        #expect(bench.scratch.queue.conservation().leased == 1)
    }

    @Test func `a lease of a unit that one has no part in looks like none`() async throws {
        let lease = try await leaseOnCall()
        for step in ["complete", "renew", "release"] {
            let refusal = try await bench.refusal("/v1/leases/\(lease)/\(step)", as: PollingBench.stranger)
            let unknown = try await bench.refusal("/v1/leases/999-0-1/\(step)", as: PollingBench.stranger)
            #expect(refusal == unknown)
            #expect(refusal.code == .leaseLost)
        }
    }

    @Test func `a sender that asks for the status finds the answer there, and no receipt in its queue`() async throws {
        let bench = try await PollingBench(receiptDelivery: .statusOnly)
        let notice = try ValidSample.read("AdmissionNotice")
        try await bench.scratch.accept(notice, to: [Destination(.socialService)])
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        #expect(try await bench.post("/v1/leases/\(leased.lease)/complete", as: PollingBench.social).status == 204)
        #expect(try bench.scratch.queue.status(of: notice.id)?.deliveries.first?.answer?.outcome == .ok)
        #expect(try await bench.scratch.lease(Destination(.ward), by: .ehr) == nil)
    }

    @Test(arguments: ["complete", "reject"])
    func `a sender that gets receipts pushed finds none in its unit's queue`(step: String) async throws {
        let bench = try await PollingBench(receiptDelivery: .push)
        try await bench.scratch.accept(try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService)])
        let leased = try #require(try await bench.scratch.lease(Destination(.socialService)))
        let body = step == "reject" ? #"{"code": "X", "reason": "r", "permanent": true}"# : ""
        #expect(try await bench.post("/v1/leases/\(leased.lease)/\(step)", body, as: PollingBench.social).status == 204)
        #expect(try await bench.scratch.lease(Destination(.ward), by: .ehr) == nil)
        let receipt = try #require(try await bench.scratch.lease(.receipts(of: .ehr), by: .gateway))
        #expect(receipt.facts.type == "ApplicationReceipt" && receipt.facts.refersTo == leased.facts.message)
    }
}
