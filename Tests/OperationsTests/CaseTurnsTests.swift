import HTTPDoors
import LinuxSystem
import Messages
@testable import Operations
import SampleWorld
import Testing

/// That each system has one case gone through at a time.
final class CaseTurnsTests: Sendable {
    private let turns = CaseTurns()
    private let begun = Lock<[String]>([])

    /// A call that takes its turn, tells that it has begun, and ends when the gate opens.
    private func call(
        _ name: String, of system: SystemID, on loop: SerialExecutor, behind gate: AsyncStream<Void>? = nil
    ) -> Task<Void, any Error> {
        Task(executorPreference: loop) {
            try await self.turns.run(for: system) { () async throws(Rejection) in
                self.begun.withLock { $0.append(name) }
                guard let gate else { return }
                for await _ in gate {}
            }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `calls of a system come one after the other in their order, and those of another wait for none of them`()
        async throws
    {
        // One thread does all, so that what was told of earlier has got as far as it can before what was told of later.
        let loop = SerialExecutor()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let own = [
            call("1", of: .ehr, on: loop, behind: gate), call("2", of: .ehr, on: loop), call("3", of: .ehr, on: loop),
        ]
        try await call("other", of: .municipal, on: loop).value
        #expect(begun.withLock { $0 } == ["1", "other"])
        opener.finish()
        for call in own { try await call.value }
        #expect(begun.withLock { $0 } == ["1", "other", "2", "3"])
    }

    @Test(.timeLimit(.minutes(5)))
    func `a call that fails gives its turn on`() async throws {
        await #expect(throws: Rejection.self) {
            try await turns.run(for: .ehr) { () async throws(Rejection) in throw Rejection(.notFound, "nothing") }
        }
        try await turns.run(for: .ehr) {}
    }
}
