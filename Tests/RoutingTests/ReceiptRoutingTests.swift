import Messages
import Routing
import SampleWorld
import Testing

/// Whom a receipt goes to: the sender of its message.
struct ReceiptRoutingTests {
    private let receipt: Message

    init() throws {
        receipt = try ValidSample.read("ApplicationReceipt").sent(by: .socialService).addressed()
    }

    @Test func `without receivers it goes to the sender of its message`() throws {
        #expect(
            try Directory.sample().recipients(receipt, RoutingContext(originalSender: .ward))
                == ["SE0000000001-AVD52 sender of the message"])
    }

    @Test func `a sender that is closed or administrative by now gets it too`() throws {
        for sender in [Unit.made(.stranger, .ward, to: .testTime), .made(.stranger, .administrative)] {
            #expect(
                try Directory.sample(also: [sender]).recipients(receipt, RoutingContext(originalSender: .stranger))
                    == ["SE0000000009-X sender of the message"])
        }
    }

    @Test func `without receivers and without a known sender it is refused`() throws {
        let refused = ["\(RejectionCode.noReceiver) /receivers"]
        #expect(try Directory.sample().problems(receipt) == refused)
        #expect(try Directory.sample().problems(receipt, RoutingContext(originalSender: .stranger)) == refused)
    }

    @Test func `whoever it names, it goes to the sender of its message and to nobody else`() throws {
        let own = receipt.addressed(to: .unit(.ward))
        #expect(
            try Directory.sample().recipients(own, RoutingContext(originalSender: .ward))
                == ["SE0000000001-AVD52 sender of the message"])
        let stray = receipt.addressed(to: .unit(.ward), .unit(.healthCentre))
        #expect(
            try Directory.sample().problems(stray, RoutingContext(originalSender: .ward))
                == ["\(RejectionCode.receiptReceiver) /receivers/1"])
    }

    @Test func `about a message that is not known it goes to those whom it names`() throws {
        #expect(
            try Directory.sample().recipients(receipt.addressed(to: .unit(.healthCentre)))
                == ["SE0000000001-HC01 addressed as unit"])
    }

    @Test func `nobody subscribes to receipts`() throws {
        let wishes = [Subscription.Selection.process(.receipts), .types(["ApplicationReceipt"])].map {
            Subscription(subscriber: .healthCentre, selection: $0, senders: [.socialService])
        }
        let directory = Directory.sample(wishes)
        #expect(try directory.recipients(receipt, RoutingContext(originalSender: .ward)).count == 1)
        #expect(try directory.recipients(receipt.addressed(to: .unit(.ward))).count == 1)
    }
}
