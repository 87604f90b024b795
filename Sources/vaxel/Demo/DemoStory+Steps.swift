internal import HTTPWire
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// What the steps are made of.
extension DemoStory {
    /// Tells a step's title and takes it; a step that fails says which it was.
    func step(
        _ english: String, _ swedish: String, _ perform: () async throws(CommandFailure) -> Void
    ) async throws(CommandFailure) {
        Console.write("\n* \(english) / \(swedish)\n")
        do {
            try await perform()
        } catch {
            guard case .failed(let reason) = error else { throw error }
            throw .failed("the step \"\(english)\" did not go as it should: \(reason)")
        }
    }

    func tell(_ line: String) {
        Console.write(line.isEmpty ? "\n" : "    \(line)\n")
    }

    /// Ends the demonstration when something did not go as it should.
    func expect(
        _ condition: Bool, _ what: @autoclosure () -> String, _ answer: HTTPResponse? = nil
    ) throws(CommandFailure) {
        guard !condition else { return }
        let explanation = answer.map { "\n\(GatewayConnection.explanation(of: $0))" } ?? ""
        throw .failed("it was expected that \(what())\(explanation)")
    }

    /// Looks again and again, for at most 30 seconds.
    func eventually<Value: Sendable>(
        _ what: String, _ look: @Sendable () async -> Value?
    ) async throws(CommandFailure) -> Value {
        let end = SystemClock.system.bootNanoseconds() + 30_000_000_000
        while SystemClock.system.bootNanoseconds() < end {
            if let value = await look() { return value }
            try? await Task.sleep(for: .milliseconds(50))
        }
        throw .failed("waited 30 seconds for \(what)")
    }

    func json(_ answer: HTTPResponse) throws(CommandFailure) -> APIValue {
        do {
            return try APIDocument.read(answer.body, as: .json)
        } catch {
            throw .failed("the answer is no JSON: \(error.first.detail)")
        }
    }

    // MARK: Sending

    /// Posts a message in whichever form it is, and returns the answer whatever it says.
    func send(_ message: String, by system: String) async throws(CommandFailure) -> HTTPResponse {
        try await world.system(system).send(
            "POST", "/v1/messages", contentType: message.hasPrefix("<") ? "application/xml" : "application/json",
            body: Array(message.utf8))
    }

    /// Posts a message of the region and returns the transport receipt; it is accepted, without a warning.
    func post(_ message: String) async throws(CommandFailure) -> APIValue {
        let answer = try await send(message, by: "ehr")
        try expect(answer.status == 202, "the message is accepted", answer)
        let receipt = try json(answer)
        let warnings = receipt.list("warnings").compactMap { $0["code"]?.text }
        try expect(warnings.isEmpty, "there is no warning, not \(warnings)")
        return receipt
    }

    // MARK: Fetching

    /// Leases and completes what waits for the units of a system, and expects messages of these types, in any order.
    func take(by system: String, _ types: [String]) async throws(CommandFailure) -> [APIValue] {
        var taken: [APIValue] = []
        while taken.count < types.count {
            let more = try await takeOnce(by: system, wait: 10)
            guard !more.isEmpty else { break }
            taken += more
        }
        let came = taken.compactMap { $0["type"]?.text }.sorted()
        try expect(came == types.sorted(), "\(types.sorted()) came, not \(came)")
        return taken
    }

    /// Leases and completes what waits for the units of a system, until a receipt with that reference has come and
    /// nothing more waits.
    func takeAll(by system: String, until reference: String) async throws(CommandFailure) -> [APIValue] {
        var taken: [APIValue] = []
        while true {
            let isOver = taken.contains { $0["content"]?["receiverReference"]?.text == reference }
            let more = try await takeOnce(by: system, wait: isOver ? 0 : 10)
            guard !more.isEmpty else {
                try expect(isOver, "a receipt \"\(reference)\" comes")
                return taken
            }
            taken += more
        }
    }

    /// Leases from all units of a system with one call, completes what came, and returns the messages.
    private func takeOnce(by system: String, wait: Int) async throws(CommandFailure) -> [APIValue] {
        let call = APIDocument(
            root: "leases", .object([("units", .text("all")), ("max", .integer(100)), ("wait", .integer(wait))]))
        let answer = try await world.system(system).json("POST", "/v1/leases", body: call.bytes(as: .json))
        var messages: [APIValue] = []
        for delivery in answer.list("deliveries") {
            try await complete(delivery, by: system)
            if let message = delivery["message"] { messages.append(message) }
        }
        return messages
    }

    /// Leases a unit of the municipality until a message comes; what comes before it is completed.
    func fetch(_ unit: String, _ id: MessageID) async throws(CommandFailure) -> APIValue {
        while true {
            let answer = try await world.system("municipal").json("POST", "/v1/queues/\(unit)/leases?max=1&wait=10")
            guard let delivery = answer.list("deliveries").first else { throw .failed("\(id) did not come to \(unit)") }
            if delivery["message"]?["messageId"]?.text == id.description { return delivery }
            try await complete(delivery, by: "municipal")
        }
    }

    func complete(_ delivery: APIValue, by system: String, reference: String? = nil) async throws(CommandFailure) {
        let body = reference.map {
            APIDocument(root: "complete", .object([("receiverReference", .text($0))])).bytes(as: .json)
        }
        _ = try await world.system(system).json(
            "POST", "/v1/leases/\(delivery["leaseId"]?.text ?? "")/complete", body: body ?? [])
    }

    /// A named person of the municipality has read a message now; returns when, by the clock on the wall.
    func kvittens(_ delivery: APIValue, by person: String) async throws(CommandFailure) -> String {
        let now = messages.now
        let call = APIDocument(
            root: "kvittens",
            .object([
                ("readBy", .object([("localId", .text("exempel-\(person.count)")), ("name", .text(person))])),
                ("readAt", .text(now.swedishLocal)),
            ]))
        _ = try await world.system("municipal").json(
            "POST", "/v1/deliveries/\(delivery["deliveryId"]?.text ?? "")/kvittens", body: call.bytes(as: .json))
        return now.swedishMinute
    }

    /// When a unit's kvittens of a message is due, by the clock on the wall.
    func dueKvittens(of id: MessageID, at unit: String) async throws(CommandFailure) -> String {
        let status = try await world.system("ehr").json("GET", "/v1/messages/\(id)")
        let delivery = status.list("deliveries").first { $0["unit"]?.text == unit }
        let kvittens = delivery?["receipts"]?["kvittens"]
        try expect(kvittens?["readAt"] != nil, "the kvittens stands with the message")
        guard let due = kvittens?["dueAt"]?.text.flatMap({ Timestamp(rfc3339: $0) }) else {
            throw .failed("nothing says when the kvittens was due")
        }
        try expect(due.swedishMinute.hasSuffix("12.00"), "a kvittens is due at noon")
        return due.swedishMinute
    }
}
