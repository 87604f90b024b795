@testable import Delivery
import HTTPWire
import MessageFormats
import Messages
import Plans
import Queues
import Routing
import SampleWorld
import Telemetry
import TestSupport
import Testing

/// Versions, closings and cancellations on their way to 1177: each brings the document to what is to be shown.
@Suite(.timeLimit(.minutes(30)))
struct PublishingEventsTests {
    private let scratch: ScratchQueue
    private let register = PlanRegister()
    private let first: Message
    private let path = "/care-plans/\(SamplePlan.planID)"

    init() async throws {
        scratch = try await ScratchQueue()
        first = try SamplePlan.version(1, minute: 1)
    }

    /// Takes messages as the gateway does: on disk, noted, and in one lane to 1177.
    private func accept(_ messages: Message...) async throws {
        for message in messages {
            let cancels = message.type == .messageCancelled ? message.refersTo : nil
            try await scratch.acceptInCase(
                message, to: [], alsoTo: [.publisher1177], effect: cancels.map { .cancels($0, isWrongPatient: false) })
            scratch.documents.note(message, in: register)
        }
    }

    /// Publishes all that waits, and tells the requests: `PUT`, `DELETE`.
    private func publish(
        answering statuses: [Int] = [200], directory: Directory = .sample(), withdrawsOnClose: Bool = false,
        settling count: Int
    ) async throws -> [ServiceDouble.Request] {
        let service = try ServiceDouble(answering: statuses)
        await scratch.publish(
            to: service.endpoint, register: register, directory: directory, withdrawsOnClose: withdrawsOnClose
        ) { scratch.hasSettled(count) }
        await service.stop()
        return service.requests
    }

    private func note(of message: Message) -> String? {
        (try? scratch.queue.status(of: message.id))?.deliveries.first?.note
    }

    private func document(of plan: Message) throws -> CarePlanDocument {
        try CarePlanDocument(
            of: plan, sender: Directory.sample().units[.healthCentre], sourceSystem: .gateway)
    }

    // MARK: Closing

    @Test func `a closing puts the newest version in its place, marked as closed`() async throws {
        let second = try SamplePlan.version(2, minute: 2)
        let closing = try SamplePlan.closing(minute: 3, refersTo: first)
        try await accept(first, second)
        #expect(try await publish(settling: 2).map(\.head.method) == ["PUT"])
        // Another start of the gateway: the register is filled anew, and the newest version is read from the disk.
        let again = try await ScratchQueue()
        for message in [first, second, closing] { try await again.accept(message, to: [.publisher1177]) }
        let filled = PlanRegister()
        await StoredPlans(queue: again.queue, documents: again.documents, log: .silent).note(in: filled)
        let service = try ServiceDouble(answering: [200])
        await again.publish(to: service.endpoint, register: filled) { again.hasSettled(3) }
        await service.stop()
        let last = try #require(service.requests.last)
        #expect(last.head.method == "PUT")
        #expect(last.head.target == path)
        #expect(last.body == (try document(of: second).closed(by: closing)).bytes)
        #expect(try again.queue.status(of: closing.id)?.deliveries.first?.note == "closed")
    }

    @Test func `a care giver that withdraws on closing has the plan taken away`() async throws {
        let closing = try SamplePlan.closing(minute: 2)
        try await accept(first, closing)
        let requests = try await publish(answering: [204], withdrawsOnClose: true, settling: 2)
        #expect(requests.map(\.head.method) == ["DELETE", "DELETE"])
        #expect(note(of: closing) == "withdrawn")
    }

    @Test func `a plan that is taken away is so in the trace of its closing`() async throws {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let closing = try SamplePlan.closing(minute: 2)
        try await accept(first)
        var incoming = scratch.incoming(closing, to: [.publisher1177])
        incoming.traceparent = trace
        _ = try await scratch.queue.accept(incoming)
        scratch.documents.note(closing, in: register)
        let requests = try await publish(answering: [204], withdrawsOnClose: true, settling: 2)
        let last = try #require(requests.last)
        #expect(last.head.method == "DELETE" && last.head.headers.first("traceparent") == trace)
    }

    @Test func `taking away on closing needs no document that can be made`() async throws {
        let closing = try SamplePlan.closing(minute: 2)
        try await accept(closing)
        try await accept(first)
        // The directory has lost the care unit since, without which no document can be made.
        let unit = Unit(
            id: .healthCentre, name: "Hälsocentralen Ett", kind: .healthCentre, organisation: .region,
            careGiver: .sample("SE0000000001-VG1"), highestSensitivity: 2)
        let directory = Directory(organisations: [], units: [unit], subscriptions: [])
        _ = try await publish(answering: [204], directory: directory, withdrawsOnClose: true, settling: 2)
        #expect(note(of: first) == "withdrawn")
    }

    @Test func `a later version opens the plan again`() async throws {
        let closing = try SamplePlan.closing(minute: 2)
        let second = try SamplePlan.version(2, minute: 3)
        try await accept(first, closing, second)
        let requests = try await publish(settling: 3)
        #expect(requests.map(\.body) == [try document(of: second).bytes])
        #expect([first, closing, second].map(note) == ["superseded", "superseded", "published"])
    }

    // MARK: Patient id

    /// The change of the person's id to that of somebody of the corpus.
    private func idChange(minute: Int) throws -> Message {
        let previous = first.record.record("patient").map {
            Record([.init("id", $0["id"] ?? .text("")), .init("idType", $0["idType"] ?? .text(""))])
        }
        let sample = try ValidSample.read("PatientIdChanged")
        return try SamplePlan.assignment(of: SamplePlan.person(), minute: minute).about("195009072553")
            .typed(.patientIDChanged)
            .head("content", .record(sample.content.setting("previous", to: .record(try #require(previous)))))
    }

    @Test func `a plan that is shown is put under the new id at once`() async throws {
        let change = try idChange(minute: 2)
        try await accept(first)
        try await accept(change)
        let requests = try await publish(settling: 2)
        #expect(requests.map(\.head.method) == ["PUT", "PUT"])
        #expect(requests.map(\.head.target) == [path, path])
        let moved = try document(of: first.about("195009072553")).bytes
        #expect(requests.last?.body == moved)
        #expect(note(of: change) == "published")
    }

    @Test func `what comes after a change of id does not bring the old one back`() async throws {
        let change = try idChange(minute: 2)
        let closing = try SamplePlan.closing(minute: 3, refersTo: first).about("195009072553")
        try await accept(first)
        try await accept(change, closing)
        let requests = try await publish(settling: 3)
        let moved = try document(of: first.about("195009072553")).closed(by: closing).bytes
        #expect(requests.map(\.body) == [moved, moved, moved])
        #expect(note(of: change) == "closed")
    }

    @Test func `a change that was cancelled puts the plan back under the old id`() async throws {
        let change = try idChange(minute: 2)
        try await accept(first)
        try await accept(change)
        try await accept(try SamplePlan.cancellation(of: change, minute: 3))
        let requests = try await publish(settling: 3)
        #expect(requests.last?.body == (try document(of: first)).bytes)
    }

    @Test func `a change of id of a plan that is not shown sends nothing`() async throws {
        let change = try idChange(minute: 3)
        try await accept(try SamplePlan.version(2, minute: 2, wanted: false))
        try await accept(change)
        let requests = try await publish(answering: [204], settling: 2)
        #expect(requests.map(\.head.method) == ["DELETE"])
        #expect(note(of: change) == "superseded")
    }

    // MARK: Withdrawing

    @Test func `a version that is not wished for takes away what stands there`() async throws {
        let second = try SamplePlan.version(2, minute: 2, wanted: false)
        try await accept(first, second)
        let requests = try await publish(answering: [204], settling: 2)
        #expect(requests.map(\.head.method) == ["DELETE"])
        #expect(requests.map(\.head.target) == [path])
        #expect(requests.first?.body.isEmpty == true)
        #expect([first, second].map(note) == ["superseded", "withdrawn"])
    }

    @Test(arguments: [200, 204, 404, 410])
    func `what is not there any more is withdrawn`(status: Int) async throws {
        let cancellation = try SamplePlan.cancellation(of: first, minute: 2)
        try await scratch.acceptInCase(first, to: [.socialService])
        scratch.documents.note(first, in: register)
        try await accept(cancellation)
        #expect(try await publish(answering: [status], settling: 2).map(\.head.method) == ["DELETE"])
        #expect(note(of: cancellation) == "withdrawn")
    }

    @Test func `a service that is down is asked again until it has taken the plan away`() async throws {
        let cancellation = try SamplePlan.cancellation(of: first, minute: 2)
        try await scratch.acceptInCase(first, to: [.socialService])
        scratch.documents.note(first, in: register)
        try await accept(cancellation)
        #expect(try await publish(answering: [503, 401, 204], settling: 2).count == 3)
        #expect(note(of: cancellation) == "withdrawn")
    }

    @Test func `a cancelled version gives way to the one before it, as it is stored`() async throws {
        let second = try SamplePlan.version(2, minute: 2)
        try await accept(first, second, try SamplePlan.cancellation(of: second, minute: 3))
        let requests = try await publish(settling: 3)
        let expected = try document(of: first).bytes
        // The first version is the newest again before it was sent at all; the cancellation brings it once more.
        #expect(requests.map(\.body) == [expected, expected])
        #expect([first, second].map(note) == ["published", nil])
        #expect(scratch.queue.conservation().cancelled == 1)
    }

    @Test func `a cancelled closing brings the plan back as it was`() async throws {
        let closing = try SamplePlan.closing(minute: 2)
        let cancellation = try SamplePlan.cancellation(of: closing, minute: 3)
        try await accept(first, closing, cancellation)
        let requests = try await publish(settling: 3)
        #expect(requests.last?.body == (try document(of: first)).bytes)
        #expect(note(of: cancellation) == "published")
    }

    @Test func `a cancellation of what nobody knows is a dead letter`() async throws {
        try await accept(try SamplePlan.cancellation(of: first, minute: 2))
        #expect(try await publish(settling: 1).isEmpty)
        let letter = try #require(await scratch.queue.deadLetters(limit: 1).letters.first)
        #expect(letter.fault.code == RejectionCode.storedMessageUnreadable.text)
    }

    // MARK: Holding

    @Test func `a plan without a care giver is held, tells nobody, and gives way to a newer version`() async throws {
        let service = try ServiceDouble(answering: [200])
        let told = Tally()
        let log = Log(minimum: .warning, sink: { _ in told.add() }, now: { 0 })
        let other = try ValidSample.read("SipEstablished-new-version").sent(by: .healthCentre)
            .content("planId", .text("00000000-0000-4000-8000-000000000001"))
        let held = first.sent(by: .socialService)
        try await accept(held)
        try await scratch.accept(other, to: [.publisher1177], lane: "another")
        let running = scratch.startPublishing(to: service.endpoint, log: log, register: register)
        await until { told.count == 1 && scratch.hasSettled(1) }
        #expect(note(of: other) == "published")
        #expect(scratch.queue.conservation().dead == 0)
        #expect(try await scratch.lease(Destination(.socialService)) == nil)
        // The next version comes while the first is held; the next look at the first finds it superseded.
        let next = try SamplePlan.version(2, minute: 2)
        try await accept(next)
        scratch.time.advance(seconds: Limits.heldPlan + 1)
        _ = try await scratch.queue.settleLapsed { _ in nil }
        await until { scratch.hasSettled(3) }
        scratch.queue.endWaiting()
        await running.value
        await service.stop()
        #expect([held, next].map(note) == ["superseded", "published"])
    }

    @Test func `a held plan goes out once the directory names its care giver`() async throws {
        let held = first.sent(by: .socialService)
        try await accept(held)
        let service = try ServiceDouble(answering: [200])
        let told = Tally()
        let log = Log(minimum: .warning, sink: { _ in told.add() }, now: { 0 })
        let before = scratch.startPublishing(to: service.endpoint, log: log, register: register)
        await until { told.count == 1 }
        // It must be gone before the plan is due again, or it would hold it once more.
        before.cancel()
        await before.value
        scratch.time.advance(seconds: Limits.heldPlan + 1)
        let mended = Unit(
            id: .socialService, name: "Socialtjänsten", kind: .socialService, organisation: .municipality,
            careGiver: .sample("SE2-VG"), careUnit: .sample("SE2-VE"), highestSensitivity: 3)
        let directory = Directory(organisations: [], units: [mended], subscriptions: [])
        await scratch.publish(to: service.endpoint, register: register, directory: directory) { scratch.hasSettled(1) }
        await service.stop()
        #expect(note(of: held) == "published")
    }

    // MARK: Receipts

    private func receipt(of message: Message) async throws -> Record {
        let leased = try #require(try await scratch.lease(Destination(.healthCentre), by: .ehr))
        let receipt = try MessageReader().read(leased.payload, as: .json).message
        #expect(receipt.type == .applicationReceipt)
        #expect(receipt.refersTo == message.id)
        return receipt.content
    }

    @Test func `the sender hears what became of each event`() async throws {
        let second = try SamplePlan.version(2, minute: 2)
        try await accept(first, second)
        _ = try await publish(settling: 2)
        #expect(try await receipt(of: first).text("receiverReference") == "superseded")
        #expect(try await receipt(of: second).text("receiverReference") == "published")
    }

    @Test func `the sender hears that its plan was refused, and by which code`() async throws {
        try await accept(first)
        _ = try await publish(answering: [422], settling: 1)
        let error = try #require(try await receipt(of: first).items("errors").first?.record)
        #expect(error.text("code") == RejectionCode.publicationRefused.text)
        #expect(error.text("mendBy") == "operator")
    }
}
