import Messages
import Queues
import Testing

/// How a person's answer to a question of consent stands, by what was registered and withdrawn.
struct ConsentTests {
    private static let day = 86_400.0
    private let start = Timestamp(microseconds: 0)

    private func message(
        _ name: String, _ effect: MessageEffect, sent day: Double, in caseID: String = "N-1",
        by organisation: String = "SE1"
    ) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: ["a"])
        message.caseID = CaseID(caseID)
        message.senderOrganisation = UnitID(organisation)
        message.sentAt = start.adding(seconds: day * Self.day)
        message.effect = effect
        return message
    }

    private func registered(
        _ name: String, _ isGiven: Bool = true, on day: Double, _ questions: Set<ConsentQuestion> = [.sharing, .plan],
        until end: Double? = nil
    ) throws -> IncomingMessage {
        let consent = Consent(
            questions, isGiven: isGiven, endsAt: end.map { start.adding(seconds: $0 * Self.day) })
        return try message(name, .registersConsent(consent), sent: day)
    }

    private func withdrawn(
        _ name: String, _ consent: String, from day: Double, in caseID: String = "N-1", by organisation: String = "SE1"
    ) throws -> IncomingMessage {
        try message(
            name, .withdrawsConsent(QueueFixture.id(consent), from: start.adding(seconds: day * Self.day)), sent: day,
            in: caseID, by: organisation)
    }

    /// The standing on a day, of the case or of a consent that is named; the same again after a crash.
    private func standing(
        _ messages: [IncomingMessage], naming reference: String? = nil, _ question: ConsentQuestion = .sharing,
        on day: Double = 100
    ) async throws -> ConsentStanding {
        let bench = try await QueueFixture()
        for message in messages { _ = try await bench.queue.accept(message) }
        let ask = {
            try bench.queue.consent(
                to: question, naming: reference.map { QueueFixture.id($0) },
                in: bench.queue.status(of: messages[0].id)?.caseKey,
                at: start.adding(seconds: day * Self.day))
        }
        let standing = try ask()
        try await bench.crash()
        #expect(try ask() == standing)
        return standing
    }

    @Test func `a withdrawn consent is withdrawn from its moment on, named or not`() async throws {
        let messages = [try registered("r1", on: 1), try withdrawn("w1", "r1", from: 5)]
        for reference in ["r1", nil] {
            #expect(try await standing(messages, naming: reference, on: 4.9) == .given)
            #expect(try await standing(messages, naming: reference, on: 5) == .withdrawn)
        }
        #expect(try await standing(messages.reversed(), on: 5) == .withdrawn)
        #expect(try await standing(messages.reversed(), naming: "r1", on: 5) == .withdrawn)
    }

    @Test func `a new yes opens again, and a later no closes`() async throws {
        let first = [try registered("r1", on: 1), try withdrawn("w1", "r1", from: 5)]
        let again = first + [try registered("r2", on: 6)]
        #expect(try await standing(again) == .given)
        #expect(try await standing(again, naming: "r2") == .given)
        #expect(try await standing(again, naming: "r1") == .withdrawn)
        let refused = again + [try registered("r3", false, on: 7)]
        #expect(try await standing(refused) == .notGiven)
        #expect(try await standing(refused, naming: "r2") == .notGiven)
        #expect(try await standing(refused + [try registered("r4", on: 8)], naming: "r2") == .given)
    }

    @Test func `what was answered counts by when it was sent, not by when it came`() async throws {
        let late = [try registered("r2", false, on: 6), try registered("r1", on: 1)]
        #expect(try await standing(late) == .notGiven)
        #expect(try await standing(late, naming: "r1") == .notGiven)
    }

    @Test func `a consent is over after its last day, and another goes on`() async throws {
        let limited = try registered("r1", on: 1, until: 10)
        #expect(try await standing([limited], on: 9.9) == .given)
        #expect(try await standing([limited], on: 10) == .withdrawn)
        #expect(try await standing([limited], naming: "r1", on: 10) == .withdrawn)
        #expect(try await standing([limited, try registered("r2", on: 2)], on: 10) == .given)
    }

    @Test func `the answer to one question is none to another`() async throws {
        let messages = [try registered("r1", on: 1, [.sharing]), try registered("r2", false, on: 2, [.plan])]
        #expect(try await standing(messages, .sharing) == .given)
        #expect(try await standing(messages, .plan) == .notGiven)
        #expect(try await standing(messages, naming: "r1", .plan) == .notAsked)
        let withdrawn = messages + [try withdrawn("w1", "r1", from: 3)]
        #expect(try await standing(withdrawn, .sharing) == .withdrawn)
        #expect(try await standing(withdrawn, .plan) == .notGiven)
    }

    @Test func `nobody withdraws a consent of a case without a part in it`() async throws {
        let own = try registered("r1", on: 1)
        let theirs = try withdrawn("w1", "r1", from: 5, by: "SE9")
        #expect(try await standing([own, theirs]) == .given)
        #expect(try await standing([own, theirs], naming: "r1") == .given)
        // A party that names another case withdraws it all the same.
        #expect(try await standing([own, try withdrawn("w1", "r1", from: 5, in: "N-2")]) == .withdrawn)
    }

    @Test func `what was cancelled says nothing`() async throws {
        let messages = [try registered("r1", on: 1), try withdrawn("w1", "r1", from: 5)]
        let noWithdrawal = try message("x1", .cancels(QueueFixture.id("w1"), isWrongPatient: false), sent: 6)
        #expect(try await standing(messages + [noWithdrawal]) == .given)
        #expect(try await standing(messages + [noWithdrawal], naming: "r1") == .given)
        let noConsent = try message("x2", .cancels(QueueFixture.id("r1"), isWrongPatient: false), sent: 6)
        #expect(try await standing([messages[0], noConsent]) == .unknown)
        #expect(try await standing([messages[0], noConsent], naming: "r1") == .notGiven)
    }

    @Test func `of a case that says nothing, and of a consent that is not here, nothing is known`() async throws {
        let other = try message(
            "m1", .withdrawsConsent(QueueFixture.id("r9"), from: start.adding(seconds: 1e9)), sent: 1)
        #expect(try await standing([other]) == .unknown)
        #expect(try await standing([other], naming: "r1") == .unknown)
    }
}
