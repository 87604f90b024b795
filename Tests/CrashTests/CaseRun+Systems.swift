import Foundation
import TestSupport

/// What the systems of both sides do, in a way that bears a gateway that is killed at any time.
extension CaseRun {
    /// The names of the posted messages by their ids.
    var names: [String: String] {
        Dictionary(uniqueKeysWithValues: messages.map { ($0.value.id, $0.key) })
    }

    /// Posts a sample as a message of this case.
    func send(
        _ name: String, _ sample: String, from unit: String, refersTo original: String? = nil,
        changing change: (inout SampleMessage) -> Void = { _ in }
    ) async throws {
        var message = try SampleMessage(sample, caseID: caseID)
        if let original { message.set("refersTo", messages[original]?.id ?? "") }
        change(&message)
        messages[name] = message
        senders[name] = unit
        let answer = try await post("/v1/messages", by: system(of: unit), type: message.contentType, body: message.text)
        try expectCase(answer.status == 202 || answer.status == 200, "\(name) was answered \(answer.text)")
        let queued = answer.json["recipients"].items.filter { $0["state"].text == "queued" }
            .compactMap { $0["unit"].text }
        recipients[name] = queued.filter { $0 != Self.publisher }
        for recipient in queued {
            if recipient == Self.publisher {
                awaited[unit, default: []].insert(
                    CaseDelivery(name, receipt: "ApplicationReceipt", from: Self.gatewayUnit))
            } else {
                awaited[recipient, default: []].insert(CaseDelivery(name))
            }
        }
    }

    /// Leases what there is for a unit, until all of that has been seen; nothing else may come.
    func lease(_ unit: String, _ name: String) async throws {
        let wanted = CaseDelivery(name)
        while offered[wanted]?[unit] == nil { try await lease(unit) }
    }

    /// Completes a leased message; when its lease is lost the message comes again.
    func complete(_ unit: String, _ name: String) async throws {
        try await complete(unit, CaseDelivery(name))
    }

    /// A unit fetches and completes all that it waits for.
    func take(_ unit: String) async throws {
        while let waiting = awaited[unit], !waiting.isEmpty {
            let leased = waiting.filter { offered[$0]?[unit] != nil }
            for delivery in leased.isEmpty ? Set(try await lease(unit)) : leased { try await complete(unit, delivery) }
        }
    }

    /// A named person of a unit has read a message.
    func kvittens(_ unit: String, _ name: String, by person: String) async throws {
        let delivery = offered[CaseDelivery(name)]?[unit] ?? .null
        let answer = try await post(
            "/v1/deliveries/\(delivery["deliveryId"].text ?? "")/kvittens", by: system(of: unit),
            body: """
                {"readBy": {"localId": "handlaggare4", "name": "\(person)"}, \
                "readAt": "\(Date().formatted(.iso8601))", "planningStarted": true}
                """)
        try expectCase(answer.status == 202, "the kvittens was answered \(answer.text)")
        awaited[senders[name] ?? "", default: []].insert(CaseDelivery(name, receipt: "ReadReceipt", from: unit))
    }

    /// A sender takes a message back that nobody has fetched: from now on units wait for the cancellation alone.
    func expectCancelled(_ name: String) {
        for unit in recipients[name] ?? [] { awaited[unit]?.remove(CaseDelivery(name)) }
    }

    /// Waits until the stand-in shows one plan under that title.
    func expectShown(_ title: String) async throws {
        try await meetKill()
        let journal = journal
        _ = try await eventually("1177 to show \"\(title)\"") {
            let plans = try await journal.get("/published").json.items
            return plans.count == 1 && plans[0]["title"].text == title && plans[0]["withdrawn"].boolean == false
                ? true : nil
        }
    }

    /// Leases once and returns what came.
    @discardableResult
    private func lease(_ unit: String) async throws -> [CaseDelivery] {
        let answer = try await post("/v1/queues/\(unit)/leases?max=10&wait=20&lease=600", by: system(of: unit))
        let waiting = awaited[unit, default: []]
        try expectCase(answer.status == 200, "\(unit) got \(answer.status) while it waits for \(waiting)")
        return try answer.json["deliveries"].items.map { delivery in
            let message = delivery["message"]
            guard let key = CaseDelivery(message, names: names), waiting.contains(key) else {
                throw CaseFault(
                    description: "\(unit) got what it does not wait for: \(message["type"].text ?? "nothing")")
            }
            offered[key, default: [:]][unit] = delivery
            return key
        }
    }

    private func complete(_ unit: String, _ key: CaseDelivery) async throws {
        let lease = offered[key]?[unit]?["leaseId"].text ?? ""
        let answer = try await post("/v1/leases/\(lease)/complete", by: system(of: unit))
        guard answer.status == 204 else {
            try expectCase(answer.status == 410, "a completion of \(key) was answered \(answer.text)")
            try expectCase(try await self.lease(unit).contains(key), "\(key) does not come again")
            return try await complete(unit, key)
        }
        awaited[unit]?.remove(key)
        guard key.receipt == nil, let sender = senders[key.name] else { return }
        awaited[sender, default: []].insert(CaseDelivery(key.name, receipt: "ApplicationReceipt", from: unit))
    }
}
