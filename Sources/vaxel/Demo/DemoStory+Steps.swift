internal import HTTPWire
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// What the steps are made of.
extension DemoStory {
    func step(_ english: String, _ swedish: String) {
        Console.write("\n* \(english)\n  \(swedish)\n")
    }

    func tell(_ line: String) {
        Console.write("    \(line)\n")
    }

    func newID() -> MessageID {
        MessageID(UUIDBytes(version8High: SystemRandom.uint64(), low: SystemRandom.uint64()))
    }

    /// Ends the demonstration when something did not go as it should.
    func expect(_ condition: Bool, _ what: String, _ answer: HTTPResponse? = nil) throws(CommandFailure) {
        guard !condition else { return }
        let explanation = answer.map { "\n\(GatewayConnection.explanation(of: $0))" } ?? ""
        throw .failed("it was expected that \(what)\(explanation)")
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

    func json(_ answer: HTTPResponse) async throws(CommandFailure) -> APIValue {
        do {
            return try APIDocument.read(answer.body, as: .json)
        } catch {
            throw .failed("the answer is no JSON: \(error.first.detail)")
        }
    }

    /// Leases one delivery of a unit, and expects it to be the one that is waited for.
    func lease(
        _ unit: String, by system: String, messageID: MessageID? = nil, refersTo: MessageID? = nil
    ) async throws(CommandFailure) -> APIValue {
        let answer = try await world.system(system).json("POST", "/v1/queues/\(unit)/leases?max=1&wait=10")
        guard let delivery = answer.list("deliveries").first else { throw .failed("nothing came for \(unit)") }
        let message = delivery["message"]
        try expect(
            messageID.map { message?["messageId"]?.text == $0.description } ?? true
                && refersTo.map { message?["refersTo"]?.text == $0.description } ?? true,
            "the next delivery of \(unit) is the one that was sent")
        return delivery
    }

    func complete(_ delivery: APIValue, by system: String, reference: String? = nil) async throws(CommandFailure) {
        let body = reference.map {
            APIDocument(root: "complete", .object([("receiverReference", .text($0))])).bytes(as: .json)
        }
        _ = try await world.system(system).json(
            "POST", "/v1/leases/\(delivery["leaseId"]?.text ?? "")/complete", body: body ?? [])
    }
}
