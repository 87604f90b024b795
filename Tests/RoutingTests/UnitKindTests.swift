import Messages
import Routing
import SampleWorld
import Testing

/// What each kind of unit takes (dataurval).
struct UnitKindTests {
    @Test(arguments: UnitKind.allCases, MessageType.Process.allCases)
    func `a kind of unit takes what it needs and nothing else`(kind: UnitKind, process: MessageType.Process) {
        let expected =
            switch kind {
            case .administrative: process == .receipts
            case .medicallyResponsibleNurse, .headOfOperations: [.general, .receipts].contains(process)
            case .school: [.openCare, .general, .receipts].contains(process)
            default: true
            }
        #expect(kind.takes(.made("Other", process)) == expected)
    }

    @Test func `a school that is addressed in a discharge refuses the message, and no value of it is told`() throws {
        let directory = Directory.sample(also: [.made(.school, .school)])
        let notice = try ValidSample.read("AdmissionNotice")
        for address in [ReceiverAddress.unit(.school), .function(.school, municipalityCode: "2580")] {
            let problem = try #require(try directory.refusal(notice.addressed(to: address)).first)
            #expect(problem.code == .typeNotTaken)
            #expect(problem.path == "/receivers/0")
            #expect(problem.detail == "a unit of kind school takes no messages of discharge")
        }
    }

    @Test func `a school takes part in a plan, and its wish for a discharge is passed over`() throws {
        let wish = Subscription(subscriber: .school, selection: .process(.discharge), senders: [.ward])
        let directory = Directory.sample([wish], also: [.made(.school, .school)])
        let plan = try ValidSample.read("SipEstablished").addressed(to: .unit(.school))
        #expect(try directory.recipients(plan) == ["SE0000000002-SKOLA1 addressed as unit"])
        #expect(
            try directory.recipients(try ValidSample.read("AdmissionNotice")).last
                == "SE0000000002-SKOLA1 subscription but \(RejectionCode.typeNotTaken)")
    }

    /// Kinds that give neither care nor support.
    private static let withoutCare: [UnitKind] = [
        .administrative, .school, .medicallyResponsibleNurse, .headOfOperations,
    ]

    @Test(arguments: MessageCatalogue.standard.types.filter(\.isCompulsory), UnitKind.allCases)
    func `every kind that gives care or support takes compulsory care, when the unit takes what is that sensitive`(
        type: MessageType, kind: UnitKind
    ) throws {
        let message = try ValidSample.read(type.name).sent(by: .ward).addressed(to: .unit(.stranger))
        for sensitivity in 1...3 {
            let directory = Directory.sample(also: [.made(.stranger, kind, takes: sensitivity)])
            if Self.withoutCare.contains(kind) || sensitivity < 3 {
                let code: RejectionCode = kind.takes(type) ? .sensitivityTooHigh : .typeNotTaken
                #expect(try directory.problems(message) == ["\(code) /receivers/0"], "\(kind) \(sensitivity)")
            } else {
                #expect(try directory.recipients(message) == ["\(UnitID.stranger) addressed as unit"], "\(kind)")
            }
        }
        #expect(kind.takes(type) == !Self.withoutCare.contains(kind))
    }
}
