import Foundation
import TestSupport
import Testing

/// The whole case of one patient over HTTP, told again and again with a `kill -9` at another place: the end is the same.
@Suite(.serialized)
struct WholeCaseTests {
    /// Tellings at a time: each waits for its disk and its programs' starts more than it computes.
    private static let width = 3

    /// Tells the case once for every kill and says which end differs from the one without a kill.
    private func expectSameEnd(_ kills: [CaseRun.Kill], as reference: JSONTree) async {
        await withTaskGroup { group in
            var rest = kills[...]
            for _ in 0..<Self.width {
                guard let kill = rest.popFirst() else { break }
                group.addTask { await Self.compare(kill, with: reference) }
            }
            for await fault in group {
                if let fault { Issue.record("\(fault)") }
                guard let kill = rest.popFirst() else { continue }
                group.addTask { await Self.compare(kill, with: reference) }
            }
        }
    }

    /// What went wrong with a kill; nil when the end is the same.
    private static func compare(_ kill: CaseRun.Kill, with reference: JSONTree) async -> String? {
        do {
            let outcome = try await CaseRun.tell(CaseStep.wholeCase, kill: kill)
            let differences = outcome.differences(from: reference)
            return differences.isEmpty ? nil : "\(name(kill)): \(differences.prefix(5).joined(separator: "; "))"
        } catch {
            return "\(name(kill)): \(error)"
        }
    }

    private static func name(_ kill: CaseRun.Kill) -> String {
        switch kill {
        case .after(let index): "killed after step \(index) (\(CaseStep.wholeCase[index].name))"
        case .within(let index, let microseconds):
            "killed \(microseconds) µs into step \(index) (\(CaseStep.wholeCase[index].name))"
        }
    }

    @Test(.timeLimit(.minutes(30)))
    func `the whole case has the states, receipts and milestones that it should`() async throws {
        let outcome = try await CaseRun.tell(CaseStep.wholeCase)
        // Who had the mistake cancelled before it was fetched never learns what it said.
        for (side, mistakes) in [("case of municipal", []), ("case of ehr", ["mistake"])] {
            let milestones = outcome[side]["milestones"].items
            let steps = [
                "admitted", "estimate", "estimate", "ready", "readyWithdrawn", "ready", "called", "sip",
                mistakes.isEmpty ? nil : "estimate", "discharged", "sipClosed",
            ]
            #expect(milestones.map { $0["step"].text } == steps.filter { $0 != nil })
            #expect(milestones.map { $0["withdrawnBy"].text }.filter { $0 != nil } == ["withdrawn"])
            #expect(milestones.filter { $0["cancelled"] != .null }.map { $0["messageId"].text } == mistakes)
            for message in outcome[side]["messages"].items {
                let states = message["deliveries"].items.map { $0["state"].text }
                let name = message["messageId"].text ?? ""
                #expect(Set(states) == [name == "mistake" ? "cancelled" : "completed"], "\(name): \(states)")
            }
        }
        let read = outcome["case of ehr"]["messages"].items.flatMap { message in
            message["deliveries"].items.filter { $0["receipts"]["kvittens"]["readAt"] != .null }
                .map { "\(message["messageId"].text ?? "") \($0["unit"].text ?? "")" }
        }
        #expect(read == ["notice \(CaseRun.social)", "call \(CaseRun.nurses)"])
        #expect(outcome["plans"].items.map { $0["title"].text } == ["Samordnad individuell plan (SIP) – avslutad"])
        #expect(outcome["accounts balance"].boolean == true)
    }

    @Test(.timeLimit(.minutes(30)))
    func `a kill between any two steps of the whole case changes nothing of its end`() async throws {
        let reference = try await CaseRun.tell(CaseStep.wholeCase)
        await expectSameEnd(CaseStep.wholeCase.indices.map { .after($0) }, as: reference)
    }

    @Test(.timeLimit(.minutes(30)))
    func `a kill while a request of any step is under way changes nothing once it is sent again`() async throws {
        let reference = try await CaseRun.tell(CaseStep.wholeCase)
        // From before the gateway has read the request to after it has answered.
        let kills = CaseStep.wholeCase.indices.map { index in
            CaseRun.Kill.within(index, microseconds: [0, 300, 1000, 3000][index % 4])
        }
        await expectSameEnd(kills, as: reference)
    }
}
