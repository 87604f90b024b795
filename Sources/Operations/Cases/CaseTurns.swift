internal import HTTPDoors
internal import LinuxSystem
internal import Messages

/// Lets each system have one case gone through at a time; its other calls wait, first come, first served.
///
/// Concurrency: anybody may ask at any time.
final class CaseTurns: Sendable {
    private typealias Sleeper = CheckedContinuation<Void, Never>

    /// Those who wait, of each system that has a turn now.
    private let waiting = Lock<[SystemID: [Sleeper]]>([:])

    /// Does something when it is the system's turn.
    func run<Value>(
        for system: SystemID, _ body: () async throws(Rejection) -> Value
    ) async throws(Rejection) -> Value {
        await enter(system)
        defer { leave(system) }
        return try await body()
    }

    private func enter(_ system: SystemID) async {
        await withCheckedContinuation { sleeper in
            let mayGo = waiting.withLock { waiting in
                guard waiting[system] != nil else {
                    waiting[system] = []
                    return true
                }
                waiting[system]?.append(sleeper)
                return false
            }
            if mayGo { sleeper.resume() }
        }
    }

    private func leave(_ system: SystemID) {
        let next = waiting.withLock { waiting -> Sleeper? in
            guard waiting[system]?.isEmpty == false else {
                waiting[system] = nil
                return nil
            }
            return waiting[system]?.removeFirst()
        }
        next?.resume()
    }
}
