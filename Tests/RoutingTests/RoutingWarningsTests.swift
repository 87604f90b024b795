import Messages
import Routing
import SampleWorld
import Testing

/// What the sender is told about receivers that the discharge law would have otherwise.
struct RoutingWarningsTests {
    private let notice: Message
    private let invitation: Message

    init() throws {
        notice = try ValidSample.read("AdmissionNotice").content("listedUnit", nil)
        invitation = notice.typed(.dischargeSipInvitation).sent(by: .healthCentre)
    }

    private func warnings(
        _ message: Message, in directory: Directory = .sample(), _ context: RoutingContext = RoutingContext()
    ) throws -> [String] {
        try directory.route(message, context).warnings.map { "\($0.code) \($0.path ?? "-")" }
    }

    // MARK: 2 kap. 1 §

    @Test func `municipal health care without open care of the region is a warning that names the listed unit`() throws
    {
        let message = notice.addressed(to: .unit(.municipalCare))
        #expect(try warnings(message) == ["\(RejectionCode.openCareReceiverMissing) /receivers"])
        let detail = try #require(try Directory.sample().route(message).warnings.first).detail
        #expect(detail.hasSuffix(": SE0000000001-HC01"))
        let known = RoutingContext(listedUnit: .otherCentre)
        let two = Directory.sample(also: [.made(.otherCentre, .healthCentre, of: .region)])
        #expect(try #require(try two.route(message, known).warnings.first).detail.hasSuffix(": SE0000000001-HC02"))
        #expect(
            try #require(try two.route(message).warnings.first).detail.hasSuffix(
                ": the unit where the patient is listed"))
    }

    @Test(arguments: UnitKind.allCases)
    func `only open care of the region makes it right`(kind: UnitKind) throws {
        let isOpenCare = [UnitKind.healthCentre, .openPsychiatry, .specialist, .rehabilitation].contains(kind)
        let wish = Subscription(subscriber: .stranger, selection: .process(.discharge), senders: [.ward])
        let directory = Directory.sample([wish], also: [.made(.stranger, kind, codes: [])])
        #expect(try warnings(notice.addressed(to: .unit(.municipalCare)), in: directory).isEmpty == isOpenCare)
    }

    @Test func `open care that is passed over does not make it right`() throws {
        let wish = Subscription(subscriber: .stranger, selection: .process(.discharge), senders: [.ward])
        let directory = Directory.sample([wish], also: [.made(.stranger, .healthCentre, codes: [], to: .testTime)])
        #expect(try warnings(notice.addressed(to: .unit(.municipalCare)), in: directory).count == 1)
    }

    @Test func `a notice that municipal health care does not get needs no open care, nor does another message`() throws
    {
        #expect(try warnings(notice.addressed(to: .unit(.socialService))).isEmpty)
        #expect(try warnings(notice.typed(.made("Other")).addressed(to: .unit(.municipalCare))).isEmpty)
    }

    @Test func `no warning tells a value of the message that the directory does not have`() throws {
        let odd = Record([.init("hsaId", .text("SE191212121212-X"))])
        let message = notice.content("listedUnit", .record(odd)).addressed(to: .unit(.municipalCare))
        let detail = try #require(try Directory.sample().route(message).warnings.first).detail
        #expect(detail.hasSuffix(": the unit where the patient is listed"))
    }

    // MARK: Who sends

    @Test(arguments: UnitKind.allCases.filter { $0 != .administrative })
    func `what the law has a ward or open care send is a warning from any other unit`(kind: UnitKind) throws {
        let senders: [(MessageType, [UnitKind])] = [
            (.admissionNotice, [.ward, .psychiatricWard, .forensicWard]),
            (.estimatedDischargeChanged, [.ward, .psychiatricWard, .forensicWard]),
            (.readyForDischarge, [.ward, .psychiatricWard, .forensicWard]),
            (.readyForDischargeWithdrawn, [.ward, .psychiatricWard, .forensicWard]),
            (.dischargeMessage, [.ward, .psychiatricWard, .forensicWard]),
            (.sipDeclined, [.healthCentre, .openPsychiatry, .specialist, .rehabilitation]),
            (.regularPhysicianAssigned, [.healthCentre, .openPsychiatry, .specialist, .rehabilitation]),
            (.careContactAssigned, UnitKind.allCases), (.ownPlanning, UnitKind.allCases),
            (.sipEstablished, UnitKind.allCases), (.sipClosed, UnitKind.allCases),
            (.generalMessage, UnitKind.allCases),
            (.processInterrupted, [.ward, .psychiatricWard, .forensicWard]),
            (.careContactConfirmed, [.healthCentre, .openPsychiatry, .specialist, .rehabilitation]),
            (.dischargeToOpenCompulsoryCare, [.psychiatricWard, .forensicWard]),
            (.dischargeToOpenForensicCare, [.psychiatricWard, .forensicWard]),
            (.compulsoryReadmission, [.psychiatricWard, .forensicWard]),
            (.compulsoryPlanFollowUp, UnitKind.allCases), (.compulsoryPlanAttested, UnitKind.allCases),
        ]
        let directory = Directory.sample(also: [.made(.stranger, kind)])
        for (type, lawful) in senders {
            let told = try warnings(notice.typed(type).sent(by: .stranger), in: directory)
            #expect(
                told == (lawful.contains(kind) ? [] : ["\(RejectionCode.senderKindUnusual) /sender/unit"]),
                "\(type.name)")
        }
    }

    @Test func `a notice by another unit has this warning beside the one about its receivers`() throws {
        let message = notice.sent(by: .socialService).addressed(to: .unit(.municipalCare))
        #expect(
            try warnings(message) == [
                "\(RejectionCode.senderKindUnusual) /sender/unit",
                "\(RejectionCode.openCareReceiverMissing) /receivers",
            ])
    }

    // MARK: 4 kap. 3 §

    private func inviting(_ ids: String...) -> Message {
        let units = ids.map { Value.record(Record([.init("hsaId", .text($0)), .init("name", .text("N"))])) }
        return invitation.content("invitedUnits", .list(units))
    }

    @Test(arguments: UnitKind.allCases.filter { $0 != .administrative })
    func `an invitation is one by the law only from open care of the region`(kind: UnitKind) throws {
        let isOpenCare = [UnitKind.healthCentre, .openPsychiatry, .specialist, .rehabilitation].contains(kind)
        let directory = Directory.sample(also: [.made(.stranger, kind)])
        let message = inviting("SE0000000002-SOC1").sent(by: .stranger)
        #expect(
            try warnings(message, in: directory)
                == (isOpenCare ? [] : ["\(RejectionCode.invitationNotByOpenCare) /sender/unit"]))
    }

    @Test func `units that are invited are those that get the invitation, the sender apart`() throws {
        #expect(try warnings(inviting("SE0000000002-SOC1")).isEmpty)
        #expect(try warnings(inviting("se0000000002-soc1", "SE0000000001-HC01")).isEmpty)
        let toItself = inviting("SE0000000002-SOC1").addressed(to: .unit(.socialService), .unit(.healthCentre))
        #expect(try warnings(toItself).isEmpty)
    }

    @Test func `a unit that is invited and not reached, or reached and not invited, is a warning`() throws {
        let message = inviting("SE0000000002-KHS1", "SE191212121212-X")
        #expect(try warnings(message) == ["\(RejectionCode.invitedDiffer) /content/invitedUnits"])
        #expect(
            try #require(try Directory.sample().route(message).warnings.first).detail
                == "invited but not reached: SE0000000002-KHS1; invited but not in the directory: 1; "
                + "reached but not invited: SE0000000002-SOC1")
        #expect(try warnings(inviting("SE0000000002-SOC1", "SE0000000002-KHS1")).count == 1)
        #expect(
            try warnings(inviting("SE0000000002-SOC1").addressed(to: .unit(.socialService), .unit(.ward))).count == 1)
    }

    @Test(arguments: [MessageType.sipMeetingInvitation, .planningMeetingInvitation])
    func `a call to any meeting reaches those who are invited`(type: MessageType) throws {
        #expect(try warnings(inviting("SE0000000002-SOC1").typed(type)).isEmpty)
        #expect(
            try warnings(inviting("SE0000000002-KHS1").typed(type))
                == ["\(RejectionCode.invitedDiffer) /content/invitedUnits"])
    }

    // MARK: Deviations and transfers

    @Test(arguments: UnitKind.allCases.filter { $0 != .administrative })
    func `a deviation goes to a function for deviations, to others with a warning`(kind: UnitKind) throws {
        let directory = Directory.sample(also: [.made(.stranger, kind, codes: [])])
        let deviation = try ValidSample.read("Deviation").addressed(to: .unit(.stranger))
        let hasFunction = [UnitKind.medicallyResponsibleNurse, .headOfOperations].contains(kind)
        #expect(
            try warnings(deviation, in: directory)
                == (hasFunction ? [] : ["\(RejectionCode.deviationReceiverUnusual) /receivers"]))
    }

    @Test(arguments: [
        (Principal.region, Principal.municipality, false), (.municipality, .region, false), (.region, .region, true),
        (.municipality, .municipality, true), (.privateOwned, .privateOwned, false), (.region, .privateOwned, false),
    ])
    func `a transfer between authorities goes from one kind of authority to the other`(
        sender: Principal, receiver: Principal, isWarned: Bool
    ) throws {
        let directory = Directory(
            organisations: [
                Organisation(id: .region, name: "Avsändare", principal: sender),
                Organisation(id: .municipality, name: "Mottagare", principal: receiver),
            ], units: [.made(.ward, .ward, of: .region), .made(.socialService)], subscriptions: [])
        let transfer = try ValidSample.read("InterAuthorityTransfer").sent(by: .ward).addressed(
            to: .unit(.socialService))
        let told = try directory.route(transfer).warnings
        #expect(told.map(\.code) == (isWarned ? [.transferWithinPrincipal] : []))
        #expect(told.allSatisfy { $0.detail.hasSuffix("SE0000000002-SOC1") })
    }

    // MARK: Compulsory care

    private func plan(attestedBy ids: String...) throws -> Message {
        let units = ids.map { Value.record(Record([.init("hsaId", .text($0)), .init("name", .text("N"))])) }
        return notice.typed(.compulsoryPlanEstablished).sent(by: .stranger).content("attestingUnits", .list(units))
    }

    private let psychiatry = Directory.sample(also: [.made(.stranger, .psychiatricWard)])

    @Test func `a unit that is to attest the plan and does not get it is a warning`() throws {
        #expect(try warnings(plan(attestedBy: "SE0000000002-SOC1"), in: psychiatry).isEmpty)
        #expect(try warnings(plan(attestedBy: "se0000000002-soc1", UnitID.stranger.text), in: psychiatry).isEmpty)
        let message = try plan(attestedBy: "SE0000000002-SOC1", "SE0000000002-KHS1", "SE191212121212-X")
        let told = try psychiatry.route(message).warnings
        #expect(told.map { "\($0.code) \($0.path ?? "")" } == ["VX-W143 /content/attestingUnits"])
        #expect(
            told.first?.detail
                == "to attest but not reached: SE0000000002-KHS1; to attest but not in the directory: 1")
        let toMore = try plan(attestedBy: "SE0000000002-SOC1")
            .addressed(to: .unit(.socialService), .unit(.municipalCare))
        #expect(try warnings(toMore, in: psychiatry).isEmpty, "others may read it")
    }

    @Test func `units that are called to make the plan are those that get the call`() throws {
        let call = inviting("SE0000000002-KHS1").typed(.compulsoryPlanInvitation).sent(by: .stranger)
        #expect(try warnings(call, in: psychiatry) == ["\(RejectionCode.invitedDiffer) /content/invitedUnits"])
    }
}
