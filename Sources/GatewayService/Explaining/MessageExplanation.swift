internal import MessageFormats
package import Messages
internal import Routing

/// What would become of a message: who would get it, who not and why, and what to expect.
///
/// Nothing of the message about its patient is in it.
package struct MessageExplanation: Sendable {
    /// A unit, or 1177, that would get the message or be left out.
    package struct Recipient: Hashable, Sendable {
        /// Its HSA-id, or `publisher1177`.
        package let unit: String
        /// The name people know it by.
        package let name: String
        /// Why it was thought of.
        package let why: String
        /// The code for which it is left out; nil when it gets the message.
        package let code: String?
        /// What is in the way, in English; nil when it gets the message.
        package let detail: String?
    }

    /// The message's type.
    package let type: MessageType
    /// The sending unit with its name, when the directory has it.
    package let sender: String
    /// Who would get it, in the order of the transport receipt.
    package let recipients: [Recipient]
    /// Who would be left out.
    package let skipped: [Recipient]
    /// For what the directory would refuse it; none when it would be accepted.
    package let problems: [Problem]
    /// What its sender would be told though it is accepted.
    package let warnings: [Problem]
    /// The levels of receipt that its sender can expect, and when, in words.
    package let receipts: [String]
    /// With which messages it keeps its order, in words.
    package let order: String
    /// What only a running gateway knows.
    package let unknown: [String]

    init(_ read: ReadMessage, verdict: RoutingVerdict, directory: Directory) {
        let message = read.message
        let all = verdict.recipients.map(Recipient.init)
        type = message.type
        sender = [message.sender.unit.text, directory.units[message.sender.unit]?.name].compactMap(\.self)
            .joined(separator: " ")
        self.recipients = all.filter { $0.code == nil }
        skipped = all.filter { $0.code != nil }
        problems = verdict.problems
        warnings = read.warnings + verdict.warnings
        receipts = Self.receipts(of: message.type)
        order = Self.order(of: message)
        unknown = Self.unknown(about: message)
    }

    /// Whether the gateway would take it, as far as that can be known here.
    package var isAccepted: Bool { problems.isEmpty }

    // MARK: Words

    private static func receipts(of type: MessageType) -> [String] {
        guard !type.isReceipt else {
            return ["transport: in the answer, when the disk has it; a receipt is never receipted"]
        }
        return type.receipts.map { level in
            switch level {
            case .transport: "transport: in the answer, when the disk has it"
            case .application: "application: when the receiving system has completed or rejected it"
            case .kvittens:
                "kvittens: when a person of the unit has read it, due at the first 12.00 Swedish time after it could be "
                    + "fetched"
            }
        }
    }

    private static func order(of message: Message) -> String {
        let own = message.type.isCompulsory ? "; messages of compulsory care have an order of their own" : ""
        if message.type.isReceipt, message.refersTo != nil {
            return "at each unit behind other receipts for the message that it is about"
        }
        if message.caseID != nil { return "at each unit behind earlier messages of the same case\(own)" }
        if message.patient != nil { return "at each unit behind earlier messages about the same patient\(own)" }
        return "none: it waits for no other message"
    }

    private static func unknown(about message: Message) -> [String] {
        var unknown = [
            "whether the system that sends it has the right to send for \(message.sender.unit)",
            "whether its messageId or transmissionId has been used before",
        ]
        if message.caseID != nil {
            unknown.append("which units take part in the case, and whether its patient is the same")
        }
        if message.receivers.contains(.caseParties) { unknown.append("the other units of the case, which get it too") }
        if message.type.isReceipt, message.receivers.isEmpty {
            unknown.append("who sent the message that it is about, and so gets it")
        }
        if RoutingVerdict.followsAnother(message) {
            unknown.append("who got the message that it cancels: they get it and nobody else")
        }
        unknown += plans(about: message)
        if message.refersTo != nil {
            unknown.append("whether the message that it refers to is known, and of which type it is")
        }
        if message.replaces != nil { unknown.append("whether the message that it replaces is known") }
        if message.receivers.contains(.listedHealthCentre) {
            unknown.append("where the patient is listed, unless the message says so")
        }
        return unknown
    }

    private static func plans(about message: Message) -> [String] {
        switch message.type {
        case .sipClosed:
            [
                "whether its plan is known, and who coordinates it: nobody else may close it",
                "what 1177 shows of its plan, and so whether the closing goes there",
            ]
        case .sipEstablished:
            [
                "whether its planId is known for another patient or organisation, and up to which version",
                RoutingVerdict.hangsOnPlan(message)
                    ? "what 1177 shows of the plan's earlier versions, which one that is not to be shown withdraws"
                    : nil,
            ].compactMap(\.self)
        case .sipFollowUp, .sipEvaluation, .sipMeetingInvitation:
            message.content["planId"] == nil
                ? [] : ["whether its plan is known, and whether the sender's organisation has a part in it"]
        default: []
        }
    }
}

extension MessageExplanation.Recipient {
    fileprivate init(_ routed: RoutedRecipient) {
        self.init(
            unit: routed.destination.name, name: routed.name, why: routed.why, code: routed.skipped?.code.text,
            detail: routed.skipped?.detail)
    }
}
