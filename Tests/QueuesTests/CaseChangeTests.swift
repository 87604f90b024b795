import Digests
import Messages
import Queues
import Testing

/// What messages do to their case, and to who has a part in a message: patient, parties, forwarding, misdirection.
///
/// Each is asked again after a crash, since a replay must come to the same state.
struct CaseChangeTests {
    private let region = UnitID("SE1")
    private let municipality = UnitID("SE2")
    private let stranger = UnitID("SE3")
    private let reserve = PatientKey(digest: Digest128(high: 9, low: 9), isReserve: true)
    private let first = PatientKey(digest: Digest128(high: 1, low: 1), isReserve: false)
    private let second = PatientKey(digest: Digest128(high: 2, low: 2), isReserve: false)

    /// A message of the case `N-1` to a unit of the municipality.
    private func message(
        _ name: String, from organisation: UnitID?, about patient: PatientKey?, to units: [String] = ["a"],
        sender: String = "S", effect: MessageEffect? = nil
    ) throws -> IncomingMessage {
        var message = try QueueFixture.message(name, for: [], sender: sender)
        message.recipients = try units.map {
            Recipient(
                destination: try QueueFixture.destination($0), name: $0, why: "addressed", state: .queued,
                organisation: municipality)
        }
        message.caseID = CaseID("N-1")
        message.senderOrganisation = organisation
        message.patient = patient
        message.effect = effect
        return message
    }

    private func facts(_ bench: QueueFixture) throws -> CaseFacts {
        let id = try #require(CaseID("N-1"))
        return try #require(try bench.queue.cases(named: id).first)
    }

    private func state(_ name: String, at destination: String, _ bench: QueueFixture) throws -> DeliveryStatus {
        let unit = try QueueFixture.destination(destination)
        let status = try #require(try bench.queue.status(of: QueueFixture.id(name)))
        return try #require(status.deliveries.first { $0.destination == unit })
    }

    private func unit(_ text: String) throws -> UnitID { try #require(UnitID(text)) }

    // MARK: The patient

    @Test(arguments: [false, true])
    func `a case takes messages about the new id once it has changed, and about the old one`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        let next = try message("m2", from: municipality, about: second)
        #expect(try await bench.queue.accept(next) == .conflict(.caseOfOtherPatient))
        let change = try message("c1", from: region, about: second, effect: .changesPatient(from: first))
        guard case .accepted = try await bench.queue.accept(change) else {
            Issue.record("the change is refused")
            return
        }
        if crashes { try await bench.crash() }
        for other in [next, try message("m3", from: region, about: first)] {
            guard case .accepted = try await bench.queue.accept(other) else {
                Issue.record("a message about the person is refused")
                return
            }
        }
        let facts = try facts(bench)
        #expect(facts.messages.count == 4 && facts.patients == [first, second])
        #expect(facts.formerPatients == [first])
        let stranger = PatientKey(digest: Digest128(high: 3, low: 3), isReserve: false)
        #expect(
            try await bench.queue.accept(message("m4", from: region, about: stranger))
                == .conflict(.caseOfOtherPatient))
    }

    @Test func `who has no part in a case changes nobody's id there`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        _ = try await bench.queue.accept(
            try message("c1", from: stranger, about: second, effect: .changesPatient(from: first)))
        #expect(
            try await bench.queue.accept(message("m2", from: region, about: second)) == .conflict(.caseOfOtherPatient))
        // Of a case that is about somebody else nobody changes it either.
        #expect(
            try await bench.queue.accept(
                message("c2", from: region, about: reserve, effect: .changesPatient(from: second)))
                == .conflict(.caseOfOtherPatient))
    }

    @Test(arguments: [false, true]) func `a change that is cancelled leaves the case with the id before it`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: reserve))
        _ = try await bench.queue.accept(
            try message("c1", from: region, about: first, effect: .changesPatient(from: reserve)))
        _ = try await bench.queue.accept(
            try message(
                "x1", from: region, about: first, effect: .cancels(QueueFixture.id("c1"), isWrongPatient: false)))
        if crashes { try await bench.crash() }
        let facts = try facts(bench)
        #expect(facts.patients == [reserve] && facts.formerPatients.isEmpty)
        let right = try message("m2", from: region, about: second, effect: .changesPatient(from: reserve))
        guard case .accepted = try await bench.queue.accept(right) else {
            Issue.record("the right change is refused")
            return
        }
    }

    @Test func `an id that comes back is a former one no more`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        _ = try await bench.queue.accept(
            try message("c1", from: region, about: second, effect: .changesPatient(from: first)))
        _ = try await bench.queue.accept(
            try message("c2", from: region, about: first, effect: .changesPatient(from: second)))
        #expect(try facts(bench).formerPatients == [second])
    }

    // MARK: The parties

    @Test(arguments: [false, true]) func `units join and leave a case from a moment on`(crashes: Bool) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first, to: ["a", "b"]))
        let noon = Timestamp(microseconds: 1_000_000_000)
        let change = PartyChange(
            added: [PartyChange.Party(try unit("D"), of: stranger)], removed: [try unit("A")], from: noon)
        _ = try await bench.queue.accept(
            try message("c1", from: region, about: first, to: ["b"], effect: .changesParties(change)))
        if crashes { try await bench.crash() }
        let facts = try facts(bench)
        #expect(facts.parties.map(\.text) == ["S", "A", "B", "D"])
        #expect(facts.parties(at: noon.adding(seconds: -1)).map(\.text) == ["S", "A", "B"])
        #expect(facts.parties(at: noon).map(\.text) == ["S", "B", "D"])
        // The organisation that joined means this case by the id.
        _ = try await bench.queue.accept(try message("m2", from: stranger, about: first, to: ["b"], sender: "D"))
        #expect(try self.facts(bench).messages.count == 3)
    }

    @Test func `who was removed comes back by a later change only`() async throws {
        let bench = try await QueueFixture()
        let start = Timestamp(microseconds: 0)
        let later = start.adding(seconds: 60)
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        let removal = PartyChange(added: [], removed: [try unit("A")], from: start)
        _ = try await bench.queue.accept(
            try message("c1", from: region, about: first, to: ["b"], effect: .changesParties(removal)))
        _ = try await bench.queue.accept(try message("m2", from: region, about: first))
        #expect(try facts(bench).parties(at: later).map(\.text) == ["S", "B"])
        let joining = PartyChange(added: [PartyChange.Party(try unit("A"), of: municipality)], removed: [], from: later)
        _ = try await bench.queue.accept(
            try message("c2", from: region, about: first, to: ["b"], effect: .changesParties(joining)))
        #expect(try facts(bench).parties(at: later).map(\.text) == ["S", "A", "B"])
        _ = try await bench.queue.accept(
            try message(
                "x1", from: region, about: first, effect: .cancels(QueueFixture.id("c1"), isWrongPatient: false)))
        #expect(try facts(bench).parties(at: start).map(\.text) == ["S", "A", "B"])
    }

    // MARK: Handing on

    @Test(arguments: [false, true])
    func `who a message is passed on to becomes a party, whatever case the passing on names`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        var forwarded = try message(
            "f1", from: municipality, about: first, to: ["b"], sender: "A",
            effect: .forwards(QueueFixture.id("m1"), to: try unit("B")))
        forwarded.caseID = nil
        _ = try await bench.queue.accept(forwarded)
        if crashes { try await bench.crash() }
        let status = try #require(try bench.queue.status(of: QueueFixture.id("m1")))
        #expect(status.forwardings.map(\.to.text) == ["B"] && status.forwardings.map(\.from.text) == ["A"])
        #expect(status.forwardings.map(\.by) == [QueueFixture.id("f1")])
        #expect(try facts(bench).parties(at: status.acceptance.acceptedAt).map(\.text) == ["S", "A", "B"])
        #expect(try bench.queue.status(of: QueueFixture.id("f1"))?.caseKey == status.caseKey)
    }

    // MARK: Misdirection

    @Test(arguments: [false, true]) func `what was not for a unit is not offered to it again, and it is no party by it`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first, to: ["a", "b"]))
        #expect(try await bench.lease("a") == ["m1"])
        _ = try await bench.queue.accept(
            try message(
                "n1", from: municipality, about: first, to: ["s"], sender: "A",
                effect: .misdirects(QueueFixture.id("m1"))))
        #expect(try await bench.reject("m1 at a", permanent: false) == .settled)
        if crashes { try await bench.crash() }
        let delivery = try state("m1", at: "a", bench)
        #expect(delivery.state == .cancelled && delivery.misdirection?.by == QueueFixture.id("n1"))
        #expect(try state("m1", at: "b", bench).misdirection == nil)
        #expect(try await bench.lease("a").isEmpty)
        #expect(try await bench.lease("b") == ["m1"])
        let facts = try facts(bench)
        #expect(facts.parties.map(\.text) == ["S", "A", "B"])
        #expect(facts.parties(at: delivery.firstAvailableAt).map(\.text) == ["S", "B"])
        #expect(bench.queue.conservation().difference == 0)
    }

    @Test func `a unit that has something else of the case stays a party`() async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        _ = try await bench.queue.accept(try message("m2", from: region, about: first))
        _ = try await bench.queue.accept(
            try message(
                "n1", from: municipality, about: first, to: ["s"], sender: "A",
                effect: .misdirects(QueueFixture.id("m1"))))
        #expect(try facts(bench).parties(at: Timestamp(microseconds: 0)).map(\.text) == ["S", "A"])
        // What waited is settled, and the next one comes.
        #expect(try state("m1", at: "a", bench).state == .cancelled)
        #expect(try await bench.lease("a") == ["m2"])
    }

    @Test(arguments: [false, true]) func `an answer stands beside a misdirection, and a lease ends with it`(
        crashes: Bool
    ) async throws {
        let bench = try await QueueFixture()
        _ = try await bench.queue.accept(try message("m1", from: region, about: first))
        _ = try await bench.queue.accept(try message("m2", from: region, about: first, to: ["b"]))
        #expect(try await bench.lease("a") == ["m1"])
        #expect(try await bench.complete("m1 at a") == .settled)
        #expect(try await bench.lease("b") == ["m2"])
        for (notice, original, sender) in [("n1", "m1", "A"), ("n2", "m2", "B")] {
            _ = try await bench.queue.accept(
                try message(
                    notice, from: municipality, about: first, to: ["s"], sender: sender,
                    effect: .misdirects(QueueFixture.id(original))))
        }
        if crashes { try await bench.crash() }
        let taken = try state("m1", at: "a", bench)
        #expect(taken.state == .completed && taken.answer?.outcome == .ok && taken.misdirection != nil)
        #expect(try state("m2", at: "b", bench).state == (crashes ? .cancelled : .leased))
    }
}
