import Foundation
import Glibc
import TestSupport
import Testing

/// The served program, ended under load again and again: what it answered holds.
@Suite(.serialized)
struct CrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// Of a run's own choice, or as `VAXEL_CRASH_SEED` says, to see a failure again.
    private static let seed = environment["VAXEL_CRASH_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
    /// Kills under load; what else is drawn comes on top.
    private static let kills = environment["VAXEL_CRASH_CYCLES"].flatMap { Int($0) } ?? 100
    /// After so many minutes no new cycle begins.
    private static let minutes = environment["VAXEL_CRASH_MINUTES"].flatMap { Int($0) } ?? 10
    /// Stores at a time, each with a gateway: one waits for its start while the other one works.
    private static let width = 2

    /// Holds the promises against what is there after the last start.
    private func expectSound(_ gateway: LoadedGateway, atLeast count: Int) async throws {
        let outcome = try await gateway.drain()
        let known = gateway.known
        let seed = "seed \(Self.seed)"
        #expect(known.faults.isEmpty, "\(seed): \(known.faults.prefix(5))")
        // Numbers, since a failure would print whole sets.
        let acknowledged = known.acknowledged
        let load = acknowledged.count
        let (neverOffered, unsent) = (
            acknowledged.subtracting(known.offers.keys).count, known.completed.subtracting(acknowledged).count
        )
        let unfinished = acknowledged.count { outcome.states[$0] != ["completed"] }
        let surplus = known.receipts.values.count { $0.count != 1 }
        let different = Set(known.receipts.keys).symmetricDifference(acknowledged).count
        #expect(load >= count, "\(seed): there was no load")
        #expect(neverOffered == 0, "\(seed): answered messages never came")
        #expect(unsent == 0, "\(seed): messages were completed that were not answered, also on a resend")
        #expect(unfinished == 0, "\(seed): messages are not there once and completed")
        #expect(surplus == 0, "\(seed): a completion gave more than one receipt")
        #expect(different == 0, "\(seed): receipts and messages differ")
        #expect(outcome.doubled == 0, "\(seed): a message that was stored was taken for a new one")
        #expect(outcome.isConserved, "\(seed): deliveries were made or lost that no record tells of")
        #expect(outcome.isTrailWhole, "\(seed): the chain of the audit trail is broken")
        #expect(outcome.unaudited == 0, "\(seed): readings were answered that the audit trail does not have")
    }

    /// Runs cycles on one store until so many were kills under load.
    private static func torment(_ gateway: LoadedGateway, kills: Int, seed: UInt64) async throws -> CrashTally {
        var random = SeededRandom(seed: seed)
        var tally = CrashTally()
        let limit = ContinuousClock.now.advanced(by: .seconds(minutes * 60))
        while tally.killedUnderLoad < kills, ContinuousClock.now < limit {
            let cycle = CrashCycle.drawn(using: &random)
            tally.note(cycle, asMeant: try await gateway.run(cycle))
        }
        return tally
    }

    @Test(.timeLimit(.minutes(minutes + 5)))
    func `what was answered is there, once and in order, after a hundred kills under load`() async throws {
        print("crash test: VAXEL_CRASH_SEED=\(Self.seed) VAXEL_CRASH_CYCLES=\(Self.kills)")
        let gateways = try (0..<Self.width).map { _ in try LoadedGateway() }
        let tally = try await withThrowingTaskGroup(of: CrashTally.self) { group in
            for (number, gateway) in gateways.enumerated() {
                let share = Self.kills / Self.width + (number < Self.kills % Self.width ? 1 : 0)
                group.addTask {
                    try await Self.torment(gateway, kills: share, seed: Self.seed &+ UInt64(number))
                }
            }
            return try await group.reduce(CrashTally(), +)
        }
        print("crash test: \(tally); \(gateways.map { $0.known.acknowledged.count }.reduce(0, +)) messages answered")
        #expect(tally.killedUnderLoad >= Self.kills, "stopped after \(Self.minutes) minutes: \(tally)")
        for gateway in gateways { try await expectSound(gateway, atLeast: Self.kills) }
    }

    @Test(.timeLimit(.minutes(30)))
    func `asked to stop under load, it ends with status 0 and has kept what it answered`() async throws {
        var random = SeededRandom(seed: Self.seed &+ 1)
        let gateway = try LoadedGateway()
        for _ in 0..<3 {
            let cycle = CrashCycle.underLoad(
                SIGTERM, after: .random(in: 5...40, using: &random), microseconds: .random(in: 0...5000, using: &random)
            )
            #expect(try await gateway.run(cycle), "seed \(Self.seed)")
        }
        try await expectSound(gateway, atLeast: 15)
    }
}
