import TestSupport

/// What there is at the end of a telling, without what differs from one telling to the next.
extension CaseRun {
    // Moments of this machine's clock; those that were sent are the same each time.
    private static let clock: Set = [
        "openedAt", "since", "acceptedAt", "firstAvailableAt", "firstOfferedAt", "availableAt", "settledAt",
        "receivedAt",
        "readAt", "dueAt",
    ]
    private static let clockedParts: Set = ["transport", "application", "cancelled"]
    private static let ids: Set = ["deliveryId", "receiptId"]
    // A kill costs an attempt more.
    private static let counters: Set = ["attempts", "history"]

    /// The case as both sides see it, every message as its sender sees it, the queues, and 1177.
    func outcome() async throws -> JSONTree {
        var parts: [String: JSONTree] = [:]
        for name in ["municipal", "ehr"] {
            let answer = try await system(name).get("/v1/cases/\(caseID)")
            try expectCase(answer.status == 200, "the case was answered \(answer.text)")
            parts["case of \(name)"] = fixed(answer.json)
        }
        for (name, message) in messages {
            let answer = try await system(of: senders[name] ?? "", get: "/v1/messages/\(message.id)")
            parts["message \(name)"] = fixed(answer)
        }
        let queues = try await system("operator").get("/v1/queues").json["queues"].items
        parts["queues"] = .object(
            Dictionary(
                queues.map { queue in
                    let figures = ["depth", "dead"].map { queue[$0] }
                    return (queue["unit"].text ?? "", .list(figures))
                }, uniquingKeysWith: { first, _ in first }))
        let metrics = try await system("operator").get("/metrics", accept: "*/*").text
        parts["accounts balance"] = .boolean(metrics.contains("\nvaxel_conservation_difference 0\n"))
        parts["plans"] = fixed(try await journal.get("/published").json)
        parts["plan"] = .text(try await journal.get("/care-plans/\(CaseStep.planID)", accept: "application/xml").text)
        return .object(parts)
    }

    private func system(of unit: String, get target: String) async throws -> JSONTree {
        let answer = try await system(system(of: unit)).get(target)
        try expectCase(answer.status == 200, "\(target) was answered \(answer.text)")
        return answer.json
    }

    private func fixed(_ tree: JSONTree, under parent: String = "") -> JSONTree {
        switch tree {
        case .object(let members):
            var kept: [String: JSONTree] = [:]
            for (name, value) in members where !Self.counters.contains(name) {
                let isClocked = Self.clock.contains(name) || name == "at" && Self.clockedParts.contains(parent)
                if isClocked || Self.ids.contains(name) {
                    kept[name] = .text("there")
                } else {
                    kept[name] = fixed(value, under: name)
                }
            }
            return .object(kept)
        case .list(let items): return .list(items.map { fixed($0, under: parent) })
        case .text(let text): return .text(names[text] ?? text)
        default: return tree
        }
    }
}

extension JSONTree {
    /// Where this tree differs from another, each place with what is here and what is there.
    func differences(from other: JSONTree, at path: String = "") -> [String] {
        switch (self, other) {
        case (.object(let mine), .object(let others)):
            return Set(mine.keys).union(others.keys).sorted().flatMap {
                (mine[$0] ?? .null).differences(from: others[$0] ?? .null, at: "\(path)/\($0)")
            }
        case (.list(let mine), .list(let others)) where mine.count == others.count:
            return zip(mine, others).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, at: "\(path)/\(index)")
            }
        default: return self == other ? [] : ["\(path): \(self), not \(other)"]
        }
    }
}
