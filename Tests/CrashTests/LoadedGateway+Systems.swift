import Foundation
import Synchronization
import TestSupport

/// The systems that talk to the gateway, each until it is gone.
extension LoadedGateway {
    /// One in so many messages is sent again at the end.
    private static let sampled = 10

    /// Sends a lane's messages, the next when the one before was answered.
    func send(_ lane: Int, by ehr: APIClient) async {
        while true {
            guard let message = next(lane), let answer = try? await ehr.send(message) else { return }
            switch answer.status {
            case 202, 200:
                ledger.withLock { $0.acknowledge(message.id) }
                pending.withLock { $0[lane] = nil }
                let count = acknowledgements.withLock { count in
                    count += 1
                    return count
                }
                if count % Self.sampled == 0 { samples.withLock { $0.append(message) } }
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

    /// Leases and completes what there is for the receiver.
    func poll(by municipal: APIClient) async {
        while (try? await take(by: municipal, wait: 1)) != nil {}
    }

    /// Leases and completes the receipts that the sender gets.
    func pollReceipts(by ehr: APIClient) async {
        while (try? await takeReceipts(by: ehr, max: 5, wait: 1)) != nil {}
    }

    /// Reads the bytes of a message now and then, which the audit trail has to tell of.
    func read(by reader: APIClient) async {
        while true {
            // In the first cycle there may be none yet; the next one has some.
            guard let message = samples.withLock({ $0.randomElement() }) else { return }
            let reason = "Prov \(UUID().uuidString)"
            guard
                let answer = try? await reader.post("/v1/messages/\(message.id)/payload", "{\"reason\": \"\(reason)\"}")
            else { return }
            switch answer.status {
            case 200: ledger.withLock { $0.read(reason) }
            case 503: return
            default: return ledger.withLock { $0.fault("a reading was answered \(answer.status): \(answer.text)") }
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Leases and completes once, and returns how many deliveries there were; throws when the gateway is gone.
    func take(by municipal: APIClient, wait: Int) async throws -> Int {
        let deliveries = try await leased(by: municipal, from: Self.social, max: 3, wait: wait)
        for delivery in deliveries {
            guard let id = delivery["message"]["messageId"].text else { continue }
            ledger.withLock { $0.offer(id) }
        }
        for delivery in deliveries {
            guard let id = delivery["message"]["messageId"].text else { continue }
            ledger.withLock { $0.settle(id) }
            if try await complete(delivery, by: municipal) { ledger.withLock { $0.complete(id) } }
        }
        return deliveries.count
    }

    /// The same for receipts.
    func takeReceipts(by ehr: APIClient, max: Int, wait: Int) async throws -> Int {
        let deliveries = try await leased(by: ehr, from: Self.ward, max: max, wait: wait)
        for delivery in deliveries {
            let message = delivery["message"]
            guard let id = message["messageId"].text, let original = message["refersTo"].text else {
                ledger.withLock { $0.fault("what came to the sender is no receipt") }
                continue
            }
            ledger.withLock { $0.offerReceipt(id, for: original) }
            if try await complete(delivery, by: ehr) { ledger.withLock { $0.completeReceipt(id) } }
        }
        return deliveries.count
    }

    private func leased(by system: APIClient, from unit: String, max: Int, wait: Int) async throws -> [JSONTree] {
        let answer = try await system.post("/v1/queues/\(unit)/leases?max=\(max)&wait=\(wait)&lease=600")
        guard answer.status == 200 || answer.status == 204 else {
            throw NeverHappened(description: "a lease was answered \(answer.status)")
        }
        return answer.status == 204 ? [] : answer.json["deliveries"].items
    }

    /// Whether the completion was confirmed; throws when the gateway stops.
    private func complete(_ delivery: JSONTree, by system: APIClient) async throws -> Bool {
        let status = try await system.complete(delivery).status
        switch status {
        case 204: return true
        case 503: throw NeverHappened(description: "the gateway stops")
        default:
            ledger.withLock { $0.fault("a completion was answered \(status)") }
            return false
        }
    }
}
