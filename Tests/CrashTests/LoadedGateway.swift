import Foundation
import GatewayService
import Glibc
import Synchronization
import TestSupport

/// The served program with several senders and pollers, and what they know.
final class LoadedGateway: Sendable {
    private static let social = "SE0000000002-SOC1"
    private static let ward = "SE0000000001-AVD52"
    private static let senders = 4
    private static let pollers = 3

    /// Messages that were sent and not acknowledged, by lane: to be sent again.
    private let pending = Mutex<[Int: SampleMessage]>([:])
    private let ledger = Mutex(Ledger())
    private let acknowledgements = Mutex(0)
    private let folder = TemporaryFolder()

    init() throws {
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0, publisherPort: 1)
        // Small segments, so that the kills also meet the change from one to the next.
        let file = URL(filePath: "\(path)/vaxel.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"data\": \"data\",", with: "\"data\": \"data\", \"journal\": { \"segmentMiB\": 1 },")
            .write(to: file, atomically: false, encoding: .utf8)
    }

    /// What is known now.
    var known: Ledger { ledger.withLock { $0 } }

    private func start() async throws -> BuiltProgram {
        try await BuiltProgram.start(
            "vaxel", ["serve", "--config", "\(folder.path)/gateway/vaxel.json"], log: "\(folder.path)/log")
    }

    private func client(_ system: String, _ program: BuiltProgram) throws -> APIClient {
        APIClient(port: program.port, token: try TokenFile.read("\(folder.path)/gateway/tokens/\(system).token"))
    }

    /// Starts the program, loads it, and sends it a signal after so many acknowledgements and microseconds.
    func run(until signal: Int32, after count: Int, microseconds: Int) async throws -> (status: Int32, isByItself: Bool)
    {
        let program = try await start()
        let (ehr, municipal) = (try client("ehr", program), try client("municipal", program))
        let goal = acknowledgements.withLock { $0 } + count
        return await withTaskGroup { group in
            for lane in 0..<Self.senders { group.addTask { await self.send(lane, by: ehr) } }
            for _ in 0..<Self.pollers { group.addTask { await self.poll(by: municipal) } }
            let limit = ContinuousClock.now.advanced(by: .seconds(20))
            while acknowledgements.withLock({ $0 }) < goal, ContinuousClock.now < limit {
                try? await Task.sleep(for: .microseconds(500))
            }
            try? await Task.sleep(for: .microseconds(microseconds))
            let end = await program.end(signal)
            await group.waitForAll()
            return end
        }
    }

    /// Starts the program once more, sends what is pending, takes everything there is, and returns what the receipts
    /// refer to and what the messages' states are.
    func drain() async throws -> (receipts: [String], states: [String: [String]]) {
        let program = try await start()
        let (ehr, municipal) = (try client("ehr", program), try client("municipal", program))
        for (_, message) in pending.withLock({ $0 }) {
            let status = try await ehr.send(message).status
            if status == 202 || status == 200 { ledger.withLock { $0.acknowledge(message.id) } }
        }
        while try await take(by: municipal, wait: 0) > 0 {}
        var receipts: [String] = []
        while true {
            let batch = try await ehr.lease(Self.ward, max: 100)
            guard !batch.isEmpty else { break }
            for receipt in batch {
                receipts.append(receipt["message"]["refersTo"].text ?? "nothing")
                let status = try await ehr.complete(receipt).status
                if status != 204 { ledger.withLock { $0.fault("a receipt's completion was answered \(status)") } }
            }
        }
        var states: [String: [String]] = [:]
        for id in known.acknowledged {
            states[id] = try await ehr.get("/v1/messages/\(id)").json["deliveries"].items.compactMap {
                $0["state"].text
            }
        }
        _ = await program.end(SIGTERM)
        return (receipts, states)
    }

    // MARK: Senders and pollers, each until the gateway is gone

    private func send(_ lane: Int, by ehr: APIClient) async {
        while true {
            guard let message = next(lane), let answer = try? await ehr.send(message) else { return }
            switch answer.status {
            case 202, 200:
                ledger.withLock { $0.acknowledge(message.id) }
                pending.withLock { $0[lane] = nil }
                acknowledgements.withLock { $0 += 1 }
            case 503:
                return
            default:
                return ledger.withLock { $0.fault("a message was answered \(answer.status): \(answer.text)") }
            }
        }
    }

    private func next(_ lane: Int) -> SampleMessage? {
        if let message = pending.withLock({ $0[lane] }) { return message }
        guard let message = try? SampleMessage("GeneralMessage.json", caseID: "N-2026-00077\(lane)") else { return nil }
        pending.withLock { $0[lane] = message }
        ledger.withLock { $0.send(message.id, lane: lane) }
        return message
    }

    private func poll(by municipal: APIClient) async {
        while (try? await take(by: municipal, wait: 1)) != nil {}
    }

    /// Leases and completes once, and returns how many deliveries there were; throws when the gateway is gone.
    private func take(by municipal: APIClient, wait: Int) async throws -> Int {
        let answer = try await municipal.post("/v1/queues/\(Self.social)/leases?max=3&wait=\(wait)&lease=600")
        guard answer.status == 200 || answer.status == 204 else {
            throw NeverHappened(description: "a lease was answered \(answer.status)")
        }
        let deliveries = answer.status == 204 ? [] : answer.json["deliveries"].items
        for delivery in deliveries {
            guard let id = delivery["message"]["messageId"].text else { continue }
            ledger.withLock { $0.offer(id) }
        }
        for delivery in deliveries {
            guard let id = delivery["message"]["messageId"].text else { continue }
            ledger.withLock { $0.settle(id) }
            let status = try await municipal.complete(delivery).status
            switch status {
            case 204: ledger.withLock { $0.complete(id) }
            case 503: throw NeverHappened(description: "the gateway stops")
            default: ledger.withLock { $0.fault("a completion was answered \(status)") }
            }
        }
        return deliveries.count
    }
}
