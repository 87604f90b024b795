import MessageFormats
import Messages
@testable import Operations
@testable import Queues
import Routing
import SampleWorld
import Testing

/// What the queues would say of messages, made as values.
struct CaseFixture {
    /// 09.00 by the Swedish clock on a Sunday.
    static let accepted = Timestamp.testTime

    static func id(_ number: Int) throws -> MessageID {
        try #require(MessageID("00000000-0000-4000-8000-00000000000\(number)"))
    }

    static func delivery(
        to destination: Destination = Destination(.socialService), _ state: DeliveryState = .waiting,
        available: Timestamp = accepted, answer: ApplicationAnswer? = nil, kvittens: Kvittens? = nil,
        misdirection: Misdirection? = nil
    ) -> DeliveryStatus {
        DeliveryStatus(
            delivery: DeliveryID(message: 1, recipient: 0), destination: destination, state: state,
            firstAvailableAt: available, firstOfferedAt: nil, settledAt: nil, attempts: [], reference: "R-1",
            note: "a note", death: nil, diedAt: nil, redrivenAt: nil, answer: answer, kvittens: kvittens,
            misdirection: misdirection)
    }

    static func message(
        _ number: Int = 1, _ type: String = "AdmissionNotice", from sender: UnitID = .ward, isReceipt: Bool = false,
        refersTo: Int? = nil, replaces: Int? = nil, cancelledBy: Int? = nil, isWrongPatient: Bool = false,
        forwardings: [Forwarding] = [], effect: MessageEffect? = nil,
        deliveries: [DeliveryStatus] = [delivery()]
    ) throws -> MessageStatus {
        let acceptedAt = accepted.adding(seconds: Double(number) * 60)
        return MessageStatus(
            acceptance: Acceptance(
                messageID: try id(number), acceptedAt: acceptedAt,
                recipients: deliveries.map {
                    Recipient(destination: $0.destination, name: "name then", why: "addressed", state: .queued)
                }, warnings: []),
            type: type, version: 1, senderUnit: sender, senderSystem: .ehr, caseID: CaseID("N-1"),
            refersTo: try refersTo.map(id), sentAt: accepted, isReceipt: isReceipt,
            senderOrganisation: sender.sampleOrganisation, caseKey: nil, sequence: UInt64(number), patient: nil,
            replaces: try replaces.map(id),
            cancellation: try cancelledBy.map {
                Cancellation(by: try id($0), at: accepted, isWrongPatient: isWrongPatient)
            },
            forwardings: forwardings, effect: effect, deliveries: deliveries)
    }

    /// The view of a case of these messages, none of which is told more of than its status.
    ///
    /// - Parameter others: those of later pages.
    static func view(
        _ messages: [MessageStatus], before others: [MessageStatus] = [], cursor: String? = nil
    ) throws -> APIValue {
        CaseView(
            caseID: try #require(CaseID("N-1")),
            messages: messages.map { CaseMessage(status: $0, reading: .withheld) },
            relations: CaseRelations(of: messages + others),
            members: Set(
                (messages + others).flatMap { message in
                    [message.senderUnit] + message.deliveries.compactMap(\.destination.unit)
                        + (message.effect?.partyChange?.added.map(\.unit) ?? []) + message.forwardings.map(\.to)
                }),
            cursor: cursor, units: Directory.sample().units, pace: ReceiptPace()
        ).value
    }
}

extension APIValue {
    /// The texts of a member of each item of a list.
    func texts(_ list: String, _ member: String) -> [String?] {
        self[list]?.items?.map { $0[member]?.text } ?? []
    }

    /// The value as JSON, to compare or to search.
    var json: String { String(decoding: APIDocument(root: "x", self).bytes(as: .json), as: UTF8.self) }
}
