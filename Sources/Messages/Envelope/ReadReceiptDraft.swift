/// What a kvittens of the gateway is to say for a person who told of it by a call: a `ReadReceipt` before it is a message.
package struct ReadReceiptDraft: Sendable {
    /// A member of staff, with the members of the part `Person`.
    package struct Person: Hashable, Sendable {
        /// The person's HSA-id; this or `localID` is there.
        package var hsaID: String?
        /// An id of the receiving system's own, at most 64 characters.
        package var localID: String?
        /// The name, 1 to 200 characters; of staff with protected identity the role.
        package var name: String
        /// The professional role in words, at most 200 characters.
        package var role: String?
        /// Where the person is reached, at most 200 characters.
        package var phone: String?

        /// Takes who it is; whether the texts fit the declaration is the caller's to see to.
        package init(
            hsaID: String? = nil, localID: String? = nil, name: String, role: String? = nil, phone: String? = nil
        ) {
            self.hsaID = hsaID
            self.localID = localID
            self.name = name
            self.role = role
            self.phone = phone
        }
    }

    /// The id of the receipt itself.
    package var id: MessageID
    /// The message that was read.
    package var refersTo: MessageID
    /// The case of that message.
    package var caseID: CaseID?
    /// The unit that sent that message and gets the receipt.
    package var receiver: UnitID
    /// The unit whose person has read it, in whose name the receipt is sent.
    package var unit: UnitID
    /// Who has read it.
    package var readBy: Person
    /// When it was read.
    package var readAt: Timestamp
    /// The other units that it was read for.
    package var onBehalfOf: [UnitID]
    /// Whether the unit has begun its planning; nil when nothing is said.
    package var planningStarted: Bool?
    /// When the receipt is made.
    package var sentAt: Timestamp

    /// Takes everything that a kvittens says.
    package init(
        id: MessageID, refersTo: MessageID, caseID: CaseID?, receiver: UnitID, unit: UnitID, readBy: Person,
        readAt: Timestamp, onBehalfOf: [UnitID] = [], planningStarted: Bool? = nil, sentAt: Timestamp
    ) {
        self.id = id
        self.refersTo = refersTo
        self.caseID = caseID
        self.receiver = receiver
        self.unit = unit
        self.readBy = readBy
        self.readAt = readAt
        self.onBehalfOf = onBehalfOf
        self.planningStarted = planningStarted
        self.sentAt = sentAt
    }
}

extension ReadReceiptDraft {
    /// The kvittens as a message.
    ///
    /// The patient is left out: who read what needs no person number, and the message that it refers to has it.
    package var message: Message {
        var record = Record([
            .init("messageId", .text(id.description)), .init("type", .text(MessageType.readReceipt.name)),
            .init("version", .integer(MessageType.readReceipt.version)), .init("status", .text("new")),
            .init("refersTo", .text(refersTo.description)),
        ])
        if let caseID { record.append("caseId", .text(caseID.text)) }
        record.append("sentAt", .text(sentAt.swedishLocal))
        record.append(
            "sender", .record(Record([.init("unit", .text(unit.text)), .init("person", .record(readBy.record))])))
        record.append("receivers", .list([.record(Record([.init("unit", .text(receiver.text))]))]))
        record.append("legalBasis", .text("other-law"))
        record.append("content", .record(content))
        guard let message = Message(type: .readReceipt, record: record) else {
            preconditionFailure("a kvittens lacks what the envelope demands of every message")
        }
        return message
    }

    private var content: Record {
        var content = Record([
            .init("receiverUnit", .text(unit.text)), .init("readBy", .record(readBy.record)),
            .init("readAt", .text(readAt.swedishLocal)),
        ])
        if !onBehalfOf.isEmpty { content.append("onBehalfOf", .list(onBehalfOf.map { .text($0.text) })) }
        if let planningStarted { content.append("planningStarted", .boolean(planningStarted)) }
        return content
    }
}

extension ReadReceiptDraft.Person {
    /// The members that are there, in the order of the declaration.
    fileprivate var record: Record {
        let members = [("hsaId", hsaID), ("localId", localID), ("name", name), ("role", role), ("phone", phone)]
        return Record(members.compactMap { name, text in text.map { .init(name, .text($0)) } })
    }
}
