import AccessControl
import Delivery
import Messages
import SampleWorld
import Testing

/// Which units' deliveries a caller may act on, and when.
struct PollingRightsTests {
    /// Sunday, when the nurses are on call, and Monday morning, when the social service is there itself.
    private let weekend = PollingRights(PollingBench.directory, at: .testTime)
    private let workday = PollingRights(PollingBench.directory, at: .testTime.adding(seconds: 86_400))

    @Test func `for its own unit a caller acts at any hour`() {
        for rights in [weekend, workday] {
            #expect(rights.actor(for: .socialService, by: PollingBench.social) == .socialService)
        }
    }

    @Test func `a unit on call acts for the one it covers in its hours only`() {
        #expect(weekend.actor(for: .socialService, by: PollingBench.nurses) == .municipalCare)
        #expect(workday.actor(for: .socialService, by: PollingBench.nurses) == nil)
        #expect(weekend.actor(for: .municipalCare, by: PollingBench.social) == nil, "nobody covers the other way")
        #expect(weekend.actor(for: .socialService, by: PollingBench.stranger) == nil)
    }

    @Test func `a caller that is both acts for itself`() {
        #expect(weekend.actor(for: .socialService, by: PollingBench.municipality) == .socialService)
    }

    @Test func `only the right to receive counts`() {
        let sender = Identity.limited(.municipal, [.send, .operate], .socialService, .municipalCare)
        #expect(weekend.actor(for: .socialService, by: sender) == nil)
        #expect(!weekend.hasPart(in: .socialService, sender))
        #expect(weekend.units(of: sender).isEmpty)
    }

    @Test func `a part in the deliveries stays when the hours are over`() {
        #expect(workday.hasPart(in: .socialService, PollingBench.nurses))
        #expect(workday.hasPart(in: .socialService, PollingBench.social))
        #expect(!workday.hasPart(in: .socialService, PollingBench.stranger))
        #expect(!workday.hasPart(in: .municipalCare, PollingBench.social))
    }

    @Test func `one may read for units of the caller's own, and for those covered now`() {
        #expect(weekend.mayRead(for: .housing, as: .socialService, by: PollingBench.municipality))
        #expect(weekend.mayRead(for: .socialService, as: .municipalCare, by: PollingBench.nurses))
        #expect(!workday.mayRead(for: .socialService, as: .municipalCare, by: PollingBench.nurses))
        #expect(!weekend.mayRead(for: .housing, as: .municipalCare, by: PollingBench.nurses))
    }

    @Test func `all are the units of the caller and those it covers now, by their ids`() {
        #expect(weekend.units(of: PollingBench.nurses) == [.municipalCare, .socialService])
        #expect(workday.units(of: PollingBench.nurses) == [.municipalCare])
        #expect(weekend.units(of: .mayAll) == [.ward, .municipalCare, .housing, .socialService])
    }
}
