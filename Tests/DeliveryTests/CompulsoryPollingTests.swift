import AccessControl
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// Who fetches compulsory care, and who gives kvittens for it.
///
/// Source: rules, "Compulsory care".
struct CompulsoryPollingTests {
    private let bench: PollingBench
    private let readmission: Message
    private let notice: Message
    private static let with = Identity.limited(.municipal, [.receive, .compulsory], .socialService)
    private static let elsewhere = Identity(
        system: .municipal,
        grants: [Grant([.receive], scope: .units([.socialService])), Grant([.compulsory], scope: .units([.housing]))])
    private static let one = "/v1/queues/SE0000000002-SOC1/leases?wait=0"
    private static let all = #"{"units": "all", "wait": 0}"#

    init() async throws {
        bench = try await PollingBench()
        readmission = try ValidSample.read("CompulsoryReadmission")
        notice = try ValidSample.read("AdmissionNotice")
        try await bench.scratch.acceptInCase(readmission, to: [.socialService])
        try await bench.scratch.acceptInCase(notice, to: [.socialService])
    }

    private func types(_ answer: HTTPResponse) throws -> [String?] {
        try bench.deliveries(answer).map { $0["message"]?["type"]?.text }
    }

    @Test(arguments: [PollingBench.social, elsewhere])
    func `a token without the right for the unit leases the rest, of one unit or of all`(identity: Identity)
        async throws
    {
        #expect(try types(try await bench.post(Self.one, as: identity)) == ["AdmissionNotice"])
        #expect(try types(try await bench.post(Self.one, as: identity)) == [])
        #expect(try await bench.post("/v1/leases", Self.all, as: identity).status == 204)
        let named = #"{"units": ["SE0000000002-SOC1"], "wait": 0}"#
        #expect(try await bench.post("/v1/leases", named, as: identity).status == 204)
        #expect(try types(try await bench.post("/v1/leases", Self.all, as: Self.with)) == ["CompulsoryReadmission"])
    }

    @Test func `a token with the right leases all, the oldest first`() async throws {
        #expect(
            try types(try await bench.post(Self.one, as: Self.with)) == ["CompulsoryReadmission", "AdmissionNotice"])
    }

    @Test func `a unit on call fetches compulsory care when it may handle its own`() async throws {
        #expect(try types(try await bench.post(Self.one, as: PollingBench.nurses)) == ["AdmissionNotice"])
        let nurses = Identity.limited(.nurses, [.receive, .compulsory], .municipalCare)
        #expect(try types(try await bench.post(Self.one, as: nurses)) == ["CompulsoryReadmission"])
    }

    @Test(.timeLimit(.minutes(30)))
    func `a long poll without the right sleeps beside compulsory care, and wakes for the rest`() async throws {
        let bench = bench
        #expect(try types(try await bench.post(Self.one, as: PollingBench.social)) == ["AdmissionNotice"])
        async let answer = bench.post("/v1/queues/SE0000000002-SOC1/leases?wait=60", as: PollingBench.social)
        await until { bench.scratch.queue.figures(of: [Destination(.socialService)]).first?.lastPolledAt != nil }
        let later = try ValidSample.read("GeneralMessage").head("caseId", .text("N-9"))
        try await bench.scratch.acceptInCase(later, to: [.socialService])
        #expect(try types(try await answer) == ["GeneralMessage"])
        #expect(bench.scratch.queue.conservation().waiting == 1, "the readmission waits for who may handle it")
    }

    @Test func `a token without the right gives no kvittens for compulsory care, which it has not seen`() async throws {
        let leased = try bench.deliveries(try await bench.post(Self.one + "&max=1", as: Self.with))
        let delivery = try #require(leased.first?["deliveryId"]?.text)
        let path = "/v1/deliveries/\(delivery)/kvittens"
        let body = #"{"readBy": {"localId": "p1", "name": "Testperson"}, "readAt": "2026-11-22T09:00:00+01:00"}"#
        for identity in [PollingBench.social, Self.elsewhere, PollingBench.nurses] {
            #expect(try await bench.refusal(path, body, as: identity).code == .deliveryUnknown)
        }
        // Out of the hours of their duty those on call are told the same: not that it is there and theirs at other hours.
        bench.scratch.time.advance(seconds: 86_400)
        #expect(try await bench.refusal(path, body, as: PollingBench.nurses).code == .deliveryUnknown)
        let cleared = Identity.limited(.nurses, [.receive, .compulsory], .municipalCare)
        #expect(try await bench.refusal(path, body, as: cleared).code == .queueNotYours)
        #expect(try await bench.post(path, body, as: Self.with).status == 202)
        // Once it is given, one may not learn of it by giving it again.
        #expect(try await bench.refusal(path, body, as: PollingBench.social).code == .deliveryUnknown)
    }
}
