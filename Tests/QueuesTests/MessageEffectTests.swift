import Messages
import Queues
import Testing

/// What messages do to other messages: cancellation, kvittens, posted receipts.
///
/// Each is asked again after a crash, since a replay must come to the same state.
struct MessageEffectTests {
    private let region = UnitID("SE1")
    private let other = UnitID("SE2")

    private func cancellation(
        _ name: String, of original: String, for destinations: [String], isWrongPatient: Bool = false,
        by organisation: UnitID?
    ) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: destinations)
        message.senderOrganisation = organisation
        message.effect = .cancels(QueueFixture.id(original), isWrongPatient: isWrongPatient)
        return message
    }

    private func original(_ name: String, for destinations: [String]) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: destinations)
        message.senderOrganisation = region
        return message
    }

    private func state(_ name: String, at destination: String, _ bench: QueueFixture) throws -> DeliveryState? {
        let unit = try QueueFixture.destination(destination)
        return try bench.queue.status(of: QueueFixture.id(name))?.deliveries.first { $0.destination == unit }?.state
    }

    private func leased(_ destination: String, _ bench: QueueFixture) async throws -> LeasedDelivery? {
        try await bench.queue.lease(
            from: [try QueueFixture.destination(destination)], by: .tester, maximum: 1, duration: 60
        ).first
    }

    @Test(arguments: [false, true])
    func `an original never offered is settled, and only the cancellation comes`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a", "b"]))
        #expect(try await bench.lease("b") == ["m1"])
        #expect(try await bench.complete("m1 at b") == .settled)
        _ = try await bench.queue.accept(try cancellation("c1", of: "m1", for: ["a", "b"], by: region))
        if crashes { try await bench.crash() }
        #expect(try state("m1", at: "a", bench) == .cancelled)
        #expect(try state("m1", at: "b", bench) == .completed)
        let atA = try #require(try await leased("a", bench))
        #expect(bench.name(of: atA.facts.message) == "c1")
        #expect(atA.originalOffered == false)
        #expect(try await leased("b", bench)?.originalOffered == true)
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.cancellation?.by == QueueFixture.id("c1"))
        #expect(bench.queue.conservation().cancelled == 1)
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test(arguments: [false, true])
    func `a dead letter tried again is not told of what a start has settled before`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        _ = try await bench.queue.accept(try original("m2", for: ["a"]))
        #expect(try await bench.lease("a") == ["m2"])
        _ = try await bench.queue.accept(
            try cancellation("c2", of: "m2", for: ["a"], isWrongPatient: true, by: region))
        // The start settles m2, whose lease it ends; no record says so.
        try await bench.crash()
        #expect(
            try await bench.queue.retryDeadLetter(try #require(bench.deliveries["m1 at a"]), by: .tester) == .redriven)
        if crashes { try await bench.crash() }
        #expect(try await bench.lease("a") == ["c2"])
        #expect(try await bench.complete("c2 at a") == .settled)
        #expect(try await leased("a", bench)?.overtakenBy == [QueueFixture.id("c2")])
    }

    @Test(arguments: [false, true])
    func `an original that was offered comes again before its cancellation, unless about the wrong patient`(
        isWrongPatient: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        #expect(try await bench.lease("a") == ["m1"])
        let release = try #require(bench.leases["m1 at a"])
        _ = try await bench.queue.release(release, by: .tester, delay: 0)
        let message = try cancellation("c1", of: "m1", for: ["a"], isWrongPatient: isWrongPatient, by: region)
        _ = try await bench.queue.accept(message)
        let expected = isWrongPatient ? "c1" : "m1"
        let next = try #require(try await leased("a", bench))
        #expect(bench.name(of: next.facts.message) == expected)
        #expect(next.originalOffered == (isWrongPatient ? true : nil))
    }

    @Test(arguments: [false, true])
    func `who holds the wrong patient's message may complete it, but it is not offered again`(
        completes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.queue.accept(
            try cancellation("c1", of: "m1", for: ["a"], isWrongPatient: true, by: region))
        #expect(try state("m1", at: "a", bench) == .leased)
        if completes {
            #expect(try await bench.complete("m1 at a") == .settled)
            #expect(try state("m1", at: "a", bench) == .completed)
        } else {
            #expect(try await bench.reject("m1 at a", permanent: false) == .settled)
            #expect(try state("m1", at: "a", bench) == .cancelled)
            #expect(try await bench.dead("a") == [])
        }
        try await bench.crash()
        #expect(try state("m1", at: "a", bench) == (completes ? .completed : .cancelled))
        #expect(try await bench.lease("a") == ["c1"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `a dead letter about the wrong patient is settled too`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        _ = try await bench.queue.accept(
            try cancellation("c1", of: "m1", for: ["a"], isWrongPatient: true, by: region))
        #expect(try await bench.dead("a") == [])
        #expect(try await bench.lease("a") == ["c1"])
    }

    @Test(arguments: 0..<20) func `a retry that races a cancellation about the wrong patient offers nothing`(
        round: Int
    ) async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        _ = try await queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.reject("m1 at a", permanent: true)
        let id = try #require(bench.deliveries["m1 at a"])
        let cancels = try cancellation("c1", of: "m1", for: ["a"], isWrongPatient: true, by: region)
        async let accepted = queue.accept(cancels)
        async let retried = queue.retryDeadLetter(id, by: .tester)
        _ = try await (accepted, retried)
        #expect(try state("m1", at: "a", bench) == .cancelled)
        #expect(try await bench.lease("a") == ["c1"])
        #expect(queue.conservation().difference == 0)
    }

    @Test func `nobody cancels another organisation's message, before or after it came`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        _ = try await bench.queue.accept(try cancellation("c1", of: "m1", for: ["a"], by: other))
        _ = try await bench.queue.accept(try cancellation("c2", of: "m2", for: ["a"], by: other))
        _ = try await bench.queue.accept(try original("m2", for: ["a"]))
        #expect(try state("m1", at: "a", bench) == .waiting)
        #expect(try state("m2", at: "a", bench) == .waiting)
    }

    @Test(arguments: [false, true])
    func `a cancellation that comes before its original settles it when it comes`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try cancellation("c1", of: "m1", for: ["a"], by: region))
        if crashes { try await bench.crash() }
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        #expect(try state("m1", at: "a", bench) == .cancelled)
        #expect(try await bench.lease("a") == ["c1"])
    }

    @Test(arguments: 0..<20) func `a lease that races a cancellation gets the original or not, and says which`(
        round: Int
    ) async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        _ = try await queue.accept(try original("m1", for: ["a"]))
        let cancels = try cancellation("c1", of: "m1", for: ["a"], by: region)
        let destination = try QueueFixture.destination("a")
        async let accepted = queue.accept(cancels)
        let first = try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60)
        _ = try await accepted
        let names = first.map { bench.name(of: $0.facts.message) }
        let stateNow = try state("m1", at: "a", bench)
        #expect(names == ["m1"] ? stateNow == .leased : stateNow == .cancelled)
        if names == ["m1"], let lease = first.first?.lease {
            _ = try await queue.complete(lease, by: .tester, receipt: { _ in nil })
        }
        if names != ["c1"] {
            let next = try await queue.lease(from: [destination], by: .tester, maximum: 1, duration: 60).first
            #expect(next?.originalOffered == (names == ["m1"]))
        }
        #expect(queue.conservation().difference == 0)
    }

    @Test(arguments: [false, true])
    func `a kvittens is kept for each unit that it is given for, and the first one stands`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a", "b", "d"]))
        let units = [try #require(UnitID("a")), try #require(UnitID("b"))]
        var receipt = try QueueFixture.message("r1", for: ["S"])
        receipt.isReceipt = true
        receipt.effect = .reads(QueueFixture.id("m1"), by: units, at: Timestamp(microseconds: 77))
        _ = try await bench.queue.accept(receipt)
        if crashes { try await bench.crash() }
        let read = try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.map(\.kvittens?.readAt)
        #expect(read == [Timestamp(microseconds: 77), Timestamp(microseconds: 77), nil])
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.kvittens?.by == units[0])
        var second = receipt
        second.id = QueueFixture.id("r2")
        #expect(try await bench.queue.accept(second) == .conflict(.alreadyRead))
        var again = receipt
        again.transmissionID = nil
        guard case .duplicate = try await bench.queue.accept(again) else {
            Issue.record("the same kvittens again is a duplicate")
            return
        }
    }

    @Test func `of two kvittenser at once one is kept and the other refused`() async throws {
        let bench = try await QueueFixture()
        let queue = bench.queue
        _ = try await queue.accept(try original("m1", for: ["a"]))
        let receipts = try (1...8).map { number in
            var receipt = try QueueFixture.message("r\(number)", for: ["S"])
            receipt.isReceipt = true
            receipt.effect = .reads(
                QueueFixture.id("m1"), by: [try #require(UnitID("a"))], at: Timestamp(microseconds: Int64(number)))
            return receipt
        }
        let accepted = try await withThrowingTaskGroup { group in
            for receipt in receipts { group.addTask { try await queue.accept(receipt) } }
            return try await group.reduce(into: 0) { count, outcome in
                if case .accepted = outcome { count += 1 }
            }
        }
        #expect(accepted == 1)
    }

    /// A kvittens that the unit on call, which comes first, gives for others.
    private func kvittens(_ name: String, by units: String...) throws -> IncomingMessage {
        var receipt = try QueueFixture.message(name, for: ["S"], lane: name)
        receipt.isReceipt = true
        receipt.effect = .reads(
            QueueFixture.id("m1"), by: try units.map { try #require(UnitID($0)) }, at: Timestamp(microseconds: 77))
        return receipt
    }

    @Test func `a unit on call that did not get the message can read it once for the one that did`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a", "b"]))
        _ = try await bench.queue.accept(try kvittens("r1", by: "o", "a"))
        let given = try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.map(\.kvittens?.by)
        #expect(given == [UnitID("o"), nil])
        #expect(try await bench.queue.accept(try kvittens("r2", by: "o", "a")) == .conflict(.alreadyRead))
    }

    @Test func `a unit that has read its own delivery can read another's afterwards, and its own stays as it was`()
        async throws
    {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a", "b"]))
        _ = try await bench.queue.accept(try kvittens("r1", by: "b"))
        guard case .accepted = try await bench.queue.accept(try kvittens("r2", by: "b", "a")) else {
            Issue.record("a has not been read before")
            return
        }
        let given = try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.map(\.kvittens?.receipt)
        #expect(given == [QueueFixture.id("r2"), QueueFixture.id("r1")])
    }

    @Test func `an answer is never negative after a positive one`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        for (name, outcome) in [("r1", ReceiptOutcome.transient), ("r2", .ok), ("r3", .fatal)] {
            var receipt = try QueueFixture.message(name, for: ["S"], lane: name)
            receipt.isReceipt = true
            receipt.effect = .answers(QueueFixture.id("m1"), by: try #require(UnitID("a")), outcome)
            _ = try await bench.queue.accept(receipt)
        }
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.deliveries.first?.answer?.outcome == .ok)
    }

    @Test func `who has said ok does not reject afterwards, and no second answer is made`() async throws {
        let bench = try await QueueFixture(policy: DeliveryPolicy(jitter: 0, attempts: 1))
        for name in ["m1", "m2", "m3"] {
            var message = try QueueFixture.message(name, for: ["a"], lane: name)
            message.senderOrganisation = region
            _ = try await bench.queue.accept(message)
        }
        try await bench.lease("a")
        for name in ["m1", "m2", "m3"] {
            var receipt = try QueueFixture.message("r\(name)", for: ["S"], lane: name)
            receipt.isReceipt = true
            receipt.effect = .answers(QueueFixture.id(name), by: try #require(UnitID("a")), .ok)
            _ = try await bench.queue.accept(receipt)
        }
        #expect(try await bench.reject("m1 at a", permanent: true) == .lost(.accepted))
        let receipt = try QueueFixture.message("z1", for: ["S"], lane: "z")
        let completed = try await bench.queue.complete(
            try #require(bench.leases["m2 at a"]), by: .tester, receipt: { _ in receipt })
        #expect(completed == .settled)
        let failed = try await bench.queue.reject(
            try #require(bench.leases["m3 at a"]), by: .tester, failure: DeliveryFault(code: "no", reason: "no"),
            permanent: false, receipt: { _ in receipt })
        #expect(failed == .settled)
        #expect(try bench.queue.status(of: receipt.id) == nil)
    }

    @Test func `what was leased about the wrong patient is not offered again after a crash`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.queue.accept(
            try cancellation("c1", of: "m1", for: ["a"], isWrongPatient: true, by: region))
        try await bench.crash()
        #expect(try state("m1", at: "a", bench) == .cancelled)
        #expect(try await bench.lease("a") == ["c1"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `that it was the wrong patient counts also when another cancellation came first`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        try await bench.lease("a")
        _ = try await bench.queue.accept(try cancellation("c1", of: "m1", for: ["a"], by: region))
        _ = try await bench.queue.accept(
            try cancellation("c2", of: "m1", for: ["a"], isWrongPatient: true, by: region))
        let lease = try #require(bench.leases["m1 at a"])
        _ = try await bench.queue.release(lease, by: .tester, delay: 0)
        #expect(try state("m1", at: "a", bench) == .cancelled)
        // The same before the original has come.
        _ = try await bench.queue.accept(
            try cancellation("c3", of: "m3", for: ["b"], isWrongPatient: true, by: region))
        _ = try await bench.queue.accept(try cancellation("c4", of: "m3", for: ["b"], by: region))
        _ = try await bench.queue.accept(try original("m3", for: ["b"]))
        #expect(try bench.queue.status(of: QueueFixture.id("m3"))?.cancellation?.isWrongPatient == true)
    }

    @Test func `a stranger's cancellation does not push away one that came before it`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try cancellation("c1", of: "m1", for: ["a"], by: region))
        _ = try await bench.queue.accept(try cancellation("c2", of: "m1", for: ["a"], by: other))
        _ = try await bench.queue.accept(try original("m1", for: ["a"]))
        #expect(try state("m1", at: "a", bench) == .cancelled)
        #expect(try bench.queue.status(of: QueueFixture.id("m1"))?.cancellation?.by == QueueFixture.id("c1"))
    }

    @Test func `a cancellation never overtakes its original, whatever case it names`() async throws {
        let bench = try await QueueFixture()
        var first = try original("m1", for: ["a"])
        first.caseID = CaseID("N-1")
        _ = try await bench.queue.accept(first)
        try await bench.lease("a")
        var cancels = try cancellation("c1", of: "m1", for: ["a"], by: region)
        cancels.caseID = CaseID("N-2")
        _ = try await bench.queue.accept(cancels)
        #expect(try await bench.lease("a") == [])
        let otherCase = try #require(CaseID("N-2"))
        #expect(try bench.queue.cases(named: otherCase).isEmpty)
        _ = try await bench.complete("m1 at a")
        #expect(try await bench.lease("a") == ["c1"])
    }
}
