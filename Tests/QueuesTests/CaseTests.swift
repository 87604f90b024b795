import Digests
import Messages
import Queues
import Testing

/// Which case a message belongs to, live and after a crash.
struct CaseTests {
    private let region = UnitID("SE1")
    private let municipality = UnitID("SE2")
    private let stranger = UnitID("SE3")
    private let tolvan = PatientKey(digest: Digest128(high: 12, low: 12), isReserve: false)
    private let reserve = PatientKey(digest: Digest128(high: 9, low: 9), isReserve: true)
    private let someoneElse = PatientKey(digest: Digest128(high: 5, low: 5), isReserve: false)

    private func message(
        _ name: String, _ caseID: String?, from organisation: UnitID?, about patient: PatientKey?,
        to unit: String = "a",
        of receiver: UnitID? = UnitID("SE2")
    ) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: [])
        message.recipients = [
            Recipient(
                destination: try QueueFixture.destination(unit), name: unit, why: "addressed", state: .queued,
                organisation: receiver)
        ]
        message.caseID = caseID.flatMap { CaseID($0) }
        message.senderOrganisation = organisation
        message.patient = patient
        return message
    }

    private func cases(_ bench: QueueFixture, _ id: String) throws -> [[String]] {
        try bench.queue.cases(named: #require(CaseID(id))).map { $0.messages.map { bench.name(of: $0) } }
    }

    @Test(arguments: [false, true]) func `a case is one for those who take part, and another for strangers`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: tolvan))
        if crashes { try await bench.crash() }
        _ = try await bench.queue.accept(try message("m2", "N-1", from: municipality, about: tolvan, to: "b"))
        _ = try await bench.queue.accept(
            try message("m3", "N-1", from: stranger, about: someoneElse, to: "d", of: stranger))
        #expect(try cases(bench, "N-1") == [["m1", "m2"], ["m3"]])
        let id = try #require(CaseID("N-1"))
        let first = try #require(try bench.queue.cases(named: id).first)
        #expect(first.parties.map(\.text) == ["S", "A", "B"])
        #expect(first.organisations == Set([region, municipality].compactMap(\.self)))
    }

    @Test(arguments: [false, true]) func `a case is about one patient`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: tolvan))
        if crashes { try await bench.crash() }
        for organisation in [region, municipality] {
            let other = try message("m2", "N-1", from: organisation, about: someoneElse)
            #expect(try await bench.queue.accept(other) == .conflict(.caseOfOtherPatient))
        }
        #expect(try cases(bench, "N-1") == [["m1"]])
    }

    @Test func `two who open a case at once about two patients do not both get it`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        let messages = try (1...6).map { number in
            let patient = PatientKey(digest: Digest128(high: 0, low: UInt64(number)), isReserve: false)
            return try message("m\(number)", "N-1", from: region, about: patient)
        }
        let outcomes = try await withThrowingTaskGroup { group in
            for message in messages { group.addTask { try await queue.accept(message) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .conflict(.caseOfOtherPatient) }.count == 5)
        #expect(try cases(bench, "N-1").count == 1)
    }

    @Test func `a reserve number becomes a personnummer, and the case stays one lane`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: reserve))
        let next = try message("m2", "N-1", from: region, about: tolvan)
        let likely = try bench.queue.likelyCase(named: CaseID("N-1"), of: region, about: tolvan, referringTo: [])
        #expect(likely?.replacesReserve(tolvan) == true)
        _ = try await bench.queue.accept(next)
        _ = try await bench.queue.accept(try message("m3", "N-1", from: region, about: reserve))
        #expect(try cases(bench, "N-1") == [["m1", "m2", "m3"]])
        let other = try message("m4", "N-1", from: region, about: someoneElse)
        #expect(try await bench.queue.accept(other) == .conflict(.caseOfOtherPatient))
        // One lane: the second is not offered while the first is out.
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.lease("a") == [])
    }

    @Test func `compulsory care has a lane of its own in the case`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: tolvan))
        var compulsory = try message("m2", "N-1", from: region, about: tolvan)
        compulsory.isCompulsory = true
        _ = try await bench.queue.accept(compulsory)
        #expect(try await bench.lease("a") == ["m1", "m2"])
    }

    @Test func `receipts and messages without a case belong to none`() async throws {
        let bench = try await QueueFixture()
        var receipt = try message("m1", "N-1", from: region, about: nil)
        receipt.isReceipt = true
        _ = try await bench.queue.accept(receipt)
        _ = try await bench.queue.accept(try message("m2", nil, from: region, about: tolvan))
        #expect(try cases(bench, "N-1").isEmpty)
        #expect(try bench.queue.status(of: QueueFixture.id("m2"))?.caseKey == nil)
    }

    @Test func `a stranger who sends under the same id draws nobody into a case of its own`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: tolvan))
        _ = try await bench.queue.accept(
            try message("x1", "N-1", from: stranger, about: tolvan, to: "s", of: region))
        _ = try await bench.queue.accept(try message("m2", "N-1", from: region, about: tolvan))
        _ = try await bench.queue.accept(
            try message("m3", "N-1", from: municipality, about: tolvan, to: "s", of: region))
        #expect(try cases(bench, "N-1") == [["m1", "m2", "m3"], ["x1"]])
        // An answer to the stranger is in the stranger's case.
        var answer = try message("m4", "N-1", from: region, about: tolvan, to: "d", of: stranger)
        answer.refersTo = QueueFixture.id("x1")
        _ = try await bench.queue.accept(answer)
        #expect(try cases(bench, "N-1") == [["m1", "m2", "m3"], ["x1", "m4"]])
    }

    @Test(arguments: [false, true]) func `who had a message cancelled before it was fetched takes no part by it`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(
            try message("m1", "N-1", from: region, about: tolvan, to: "x", of: stranger))
        var cancellation = try message("c1", "N-1", from: region, about: tolvan, to: "x", of: stranger)
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: false)
        _ = try await bench.queue.accept(cancellation)
        _ = try await bench.queue.accept(try message("m2", "N-1", from: region, about: tolvan))
        if crashes { try await bench.crash() }
        let id = try #require(CaseID("N-1"))
        let facts = try #require(try bench.queue.cases(named: id).first)
        #expect(facts.messages.count == 3)
        #expect(facts.parties.map(\.text) == ["S", "A"])
        #expect(facts.organisations == Set([region, municipality].compactMap(\.self)))
    }

    @Test(arguments: [false, true]) func `after the wrong patient the case is free for the right one`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: someoneElse))
        let right = try message("m2", "N-1", from: region, about: tolvan)
        #expect(try await bench.queue.accept(right) == .conflict(.caseOfOtherPatient))
        var cancellation = try message("c1", "N-1", from: region, about: someoneElse)
        cancellation.effect = .cancels(QueueFixture.id("m1"), isWrongPatient: true)
        _ = try await bench.queue.accept(cancellation)
        if crashes { try await bench.crash() }
        guard case .accepted = try await bench.queue.accept(right) else {
            Issue.record("the right patient is refused")
            return
        }
        #expect(
            try await bench.queue.accept(try message("m3", "N-1", from: region, about: someoneElse))
                == .conflict(.caseOfOtherPatient))
    }

    @Test func `a reserve number becomes one personnummer and no other`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        _ = try await queue.accept(try message("m0", "N-1", from: region, about: reserve))
        let messages = try (1...6).map { number in
            let patient = PatientKey(digest: Digest128(high: 0, low: UInt64(number)), isReserve: false)
            return try message("m\(number)", "N-1", from: region, about: patient)
        }
        let accepted = try await withThrowingTaskGroup { group in
            for message in messages { group.addTask { try await queue.accept(message) } }
            return try await group.reduce(into: 0) { count, outcome in
                if case .accepted = outcome { count += 1 }
            }
        }
        #expect(accepted == 1)
    }

    @Test func `messages that only join do not let go of what one that changes the patient holds`() async throws {
        for round in 0..<20 {
            let bench = try await QueueFixture()
            let queue = bench.queue
            _ = try await queue.accept(try message("m0", "N-1", from: region, about: reserve))
            var messages = try (1...12).map { try message("j\($0)", "N-1", from: region, about: reserve) }
            for number in 1...4 {
                let patient = PatientKey(digest: Digest128(high: 0, low: UInt64(number % 2 + 1)), isReserve: false)
                messages.append(try message("p\(number)", "N-1", from: region, about: patient))
            }
            _ = try await withThrowingTaskGroup { group in
                for message in messages.shuffled() { group.addTask { try await queue.accept(message) } }
                return try await group.reduce(into: 0) { count, _ in count += 1 }
            }
            let id = try #require(CaseID("N-1"))
            let facts = try #require(try queue.cases(named: id).first)
            #expect(facts.patients.count <= 2, "round \(round)")
        }
    }

    @Test func `time does not go back over a restart, nor stand still for a day because of one wrong hour`()
        async throws
    {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", "N-1", from: region, about: tolvan))
        let first = try #require(try bench.queue.status(of: QueueFixture.id("m1"))?.acceptance.acceptedAt)
        bench.wall.shift(seconds: -600)
        try await bench.crash()
        _ = try await bench.queue.accept(try message("m2", "N-1", from: region, about: tolvan))
        #expect(try bench.queue.status(of: QueueFixture.id("m2"))?.acceptance.acceptedAt == first)
        bench.wall.shift(seconds: -86_400)
        try await bench.crash()
        _ = try await bench.queue.accept(try message("m3", "N-1", from: region, about: tolvan))
        let third = try #require(try bench.queue.status(of: QueueFixture.id("m3"))?.acceptance.acceptedAt)
        #expect(third < first)
    }
}
