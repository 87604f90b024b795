import Foundation
import GatewayService
import Glibc
import Synchronization
import TestSupport

/// The served program with several senders and pollers, and what they know.
final class LoadedGateway: Sendable {
    static let social = "SE0000000002-SOC1"
    static let ward = "SE0000000001-AVD52"
    private static let senders = 4
    private static let pollers = 3

    /// Messages that were sent and not acknowledged, by lane: to be sent again.
    let pending = Mutex<[Int: SampleMessage]>([:])
    let ledger = Mutex(Ledger())
    /// Some of the acknowledged messages, to be sent once more at the end.
    let samples = Mutex<[SampleMessage]>([])
    /// How many answers senders have had.
    let acknowledgements = Mutex(0)
    private let folder = TemporaryFolder()
    /// How long the last whole start took.
    private let startTime = Mutex(Duration.seconds(1))

    init() throws {
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0, publisherPort: 1)
        // Small segments and many snapshots, so that the kills also meet the change from one to the next.
        let file = URL(filePath: "\(path)/vaxel.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let journal = "\"journal\": { \"segmentMiB\": 1, \"snapshotRecords\": 100 },"
        try text.replacing("\"data\": \"data\",", with: "\"data\": \"data\", " + journal)
            .write(to: file, atomically: false, encoding: .utf8)
    }

    /// What is known now.
    var known: Ledger { ledger.withLock { $0 } }

    /// The folder of the audit trail.
    var auditPath: String { "\(folder.path)/gateway/data/audit" }

    /// Starts the program, and returns when it listens.
    func start() async throws -> BuiltProgram {
        let begin = ContinuousClock.now
        let program = try await BuiltProgram.start("vaxel", arguments, log: log)
        startTime.withLock { $0 = ContinuousClock.now - begin }
        return program
    }

    private var arguments: [String] { ["serve", "--config", "\(folder.path)/gateway/vaxel.json"] }
    private var log: String { "\(folder.path)/log" }

    func client(_ system: String, _ program: BuiltProgram) throws -> APIClient {
        APIClient(port: program.port, token: try TokenFile.read("\(folder.path)/gateway/tokens/\(system).token"))
    }

    /// Runs one cycle.
    ///
    /// - Returns: whether it went as it was meant: under load, or before the start was over.
    func run(_ cycle: CrashCycle) async throws -> Bool {
        switch cycle {
        case .underLoad(let signal, let count, let microseconds):
            try await underLoad(after: count, microseconds: microseconds) { program in
                let end = await program.end(signal)
                return signal == SIGKILL ? !end.isByItself && end.status == SIGKILL : end.isByItself && end.status == 0
            }
        case .whileStopping(let count, let microseconds):
            try await underLoad(after: count, microseconds: 0) { program in
                program.tell(SIGTERM)
                try? await Task.sleep(for: .microseconds(microseconds))
                let end = await program.end(SIGKILL)
                return end.status == (end.isByItself ? 0 : SIGKILL)
            }
        case .whileStarting(let hundredths):
            try await BuiltProgram.cut(
                "vaxel", arguments, log: log, after: startTime.withLock { $0 } * hundredths / 100)
        }
    }

    /// Starts the program, loads it, and has it ended after so many acknowledgements and microseconds.
    private func underLoad(
        after count: Int, microseconds: Int, end: @Sendable @escaping (BuiltProgram) async -> Bool
    ) async throws -> Bool {
        let program = try await start()
        let (ehr, municipal) = (try client("ehr", program), try client("municipal", program))
        let reader = try client("payload-reader", program)
        let goal = acknowledgements.withLock { $0 } + count
        return await withTaskGroup { group in
            for lane in 0..<Self.senders { group.addTask { await self.send(lane, by: ehr) } }
            for _ in 0..<Self.pollers { group.addTask { await self.poll(by: municipal) } }
            group.addTask { await self.pollReceipts(by: ehr) }
            group.addTask { await self.read(by: reader) }
            let limit = ContinuousClock.now.advanced(by: .seconds(20))
            while acknowledgements.withLock({ $0 }) < goal, ContinuousClock.now < limit {
                try? await Task.sleep(for: .microseconds(500))
            }
            try? await Task.sleep(for: .microseconds(microseconds))
            let isLoaded = acknowledgements.withLock { $0 } >= goal
            let isEnded = await end(program)
            if !isEnded { ledger.withLock { $0.fault("the program did not end as it was told to") } }
            await group.waitForAll()
            return isLoaded && isEnded
        }
    }
}
