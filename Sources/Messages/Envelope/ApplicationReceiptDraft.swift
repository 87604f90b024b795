/// What an application receipt of the gateway is to say: for itself, or for a system that answered by `complete` or `reject`.
package struct ApplicationReceiptDraft: Sendable {
    /// Who says how the message fared.
    package enum Issuer: String, Sendable {
        case receiver, gateway
    }

    /// How the message fared.
    package enum Outcome: String, Sendable {
        case ok
        /// Send it again later.
        case transient = "transient-error"
        /// Do not send it again unchanged.
        case fatal = "fatal-error"
    }

    /// One thing that is wrong, without any value of the message.
    package struct Fault: Sendable {
        /// A code of the one who issues the receipt, at most 200 characters.
        package let code: String
        /// What is wrong, at most 8,000 characters.
        package let text: String
        /// Who can put it right.
        package let mendBy: RejectionCode.Mender?

        /// Takes a code with its text.
        package init(code: String, text: String, mendBy: RejectionCode.Mender?) {
            self.code = code
            self.text = text
            self.mendBy = mendBy
        }
    }

    /// The id of the receipt itself.
    package var id: MessageID
    /// The message that the receipt is about.
    package var refersTo: MessageID
    /// The case of that message.
    package var caseID: CaseID?
    /// The legal basis of that message, by its code.
    package var legalBasis: String
    /// The unit in whose name the receipt is sent.
    package var sender: UnitID
    /// The unit that sent the message and gets the receipt.
    package var receiver: UnitID
    /// The unit whose delivery it is about.
    package var unit: UnitID
    /// Who says how the message fared.
    package var issuer: Issuer
    /// How it fared; with `.ok` there are no faults, else at least one.
    package var outcome: Outcome
    /// What is wrong.
    package var faults: [Fault]
    /// When the receipt is made.
    package var sentAt: Timestamp
    /// When the receiving system got the message.
    package var receivedAt: Timestamp
    /// The receiver's own case number, at most 200 characters.
    package var receiverReference: String?
    /// The program that took or refused the message, at most 200 characters.
    package var systemName: String?

    /// Takes what every receipt needs; `faults`, `receiverReference` and `systemName` may be set afterwards.
    package init(
        id: MessageID, refersTo: MessageID, caseID: CaseID?, legalBasis: String, sender: UnitID, receiver: UnitID,
        unit: UnitID,
        issuer: Issuer, outcome: Outcome, sentAt: Timestamp, receivedAt: Timestamp
    ) {
        self.id = id
        self.refersTo = refersTo
        self.caseID = caseID
        self.legalBasis = legalBasis
        self.sender = sender
        self.receiver = receiver
        self.unit = unit
        self.issuer = issuer
        self.outcome = outcome
        faults = []
        self.sentAt = sentAt
        self.receivedAt = receivedAt
    }
}

extension ApplicationReceiptDraft {
    /// The receipt as a message; nil only when the legal basis is empty.
    ///
    /// Texts that are too long are cut, and an empty one is left out, so that the message always fits its declaration.
    package var message: Message? {
        var record = Record([
            .init("messageId", .text(id.description)), .init("type", .text(MessageType.applicationReceipt.name)),
            .init("version", .integer(MessageType.applicationReceipt.version)), .init("status", .text("new")),
            .init("refersTo", .text(refersTo.description)),
        ])
        if let caseID { record.append("caseId", .text(caseID.text)) }
        record.append("sentAt", .text(sentAt.swedishLocal))
        record.append("sender", .record(Record([.init("unit", .text(sender.text))])))
        record.append("receivers", .list([.record(Record([.init("unit", .text(receiver.text))]))]))
        record.append("legalBasis", .text(legalBasis))
        record.append("content", .record(content))
        return legalBasis.isEmpty ? nil : Message(type: .applicationReceipt, record: record)
    }

    private var content: Record {
        var content = Record([
            .init("receiverUnit", .text(unit.text)), .init("issuedBy", .text(issuer.rawValue)),
            .init("outcome", .text(outcome.rawValue)),
        ])
        if outcome != .ok, !faults.isEmpty {
            content.append("errors", .list(faults.map { .record(Self.record(of: $0)) }))
        }
        content.append("receivedAt", .text(receivedAt.swedishLocal))
        if let reference = Self.cut(receiverReference, to: Limits.stringScalars) {
            content.append("receiverReference", .text(reference))
        }
        if let name = Self.cut(systemName, to: Limits.stringScalars) {
            content.append("system", .record(Record([.init("name", .text(name))])))
        }
        return content
    }

    private static func record(of fault: Fault) -> Record {
        var record = Record([
            .init("code", .text(cut(fault.code, to: Limits.stringScalars) ?? "-")),
            .init("text", .text(cut(fault.text, to: Limits.textScalars) ?? "-")),
        ])
        if let mender = fault.mendBy { record.append("mendBy", .text(mender.rawValue)) }
        return record
    }

    /// A text of at most so many Unicode scalars; nil when nothing is left.
    private static func cut(_ text: String?, to scalars: Int) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard text.unicodeScalars.count > scalars else { return text }
        var cut = String.UnicodeScalarView()
        cut.append(contentsOf: text.unicodeScalars.prefix(scalars))
        return String(cut)
    }
}
