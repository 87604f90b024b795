/// A type of message: one declaration in one file, from which all that the gateway knows about it follows.
///
/// A class, though it never changes: it is shared by every message, and copying a value of many strings for each member costs
/// more than reading the member.
package final class MessageType: Sendable {
    /// The process that a type belongs to.
    package enum Process: String, Sendable, CaseIterable {
        case openCare, discharge, compulsoryCare, general, receipts
    }

    /// A level of receipt.
    ///
    /// The three are never mixed, and a receipt is never receipted.
    package enum ReceiptLevel: String, Sendable {
        /// Stored durably by the gateway.
        case transport
        /// Accepted or rejected by the receiving system.
        case application
        /// Read by a named person (kvittens).
        case kvittens
    }

    /// How a member of the head, which the envelope leaves optional, stands in this type.
    package enum HeadNeed: Sendable {
        /// It must be there.
        case required
        /// It may be there.
        case optional
        /// It must not be there.
        case absent
    }

    /// The `type` value on the wire.
    package let name: String
    /// The version of the type that this declaration describes.
    package let version: Int
    /// The title that people see, in Swedish.
    package let title: String
    /// What the message is for, in English.
    package let summary: String
    /// The process that the type belongs to.
    package let process: Process
    /// 1 identity and contact under secrecy, 2 health or social data, 3 compulsory care.
    package let sensitivity: Int
    /// The law or document that the message follows.
    package let legalBasis: String
    /// When the message is due, in words; nil when nothing says.
    package let deadline: String?
    /// The levels of receipt that the type gets.
    package let receipts: [ReceiptLevel]
    /// Whether `refersTo` must be there.
    package let refersTo: HeadNeed
    /// Whether `patient` must be there.
    package let patient: HeadNeed
    /// Whether `caseId` must be there.
    package let caseID: HeadNeed
    /// Whether `sender.person` must be there.
    package let senderPerson: HeadNeed
    /// The types that `refersTo` may name, when the gateway knows the message; any but a receipt when empty.
    package let refersToTypes: Set<String>
    /// Whether it takes back, as no longer right, the message that `refersTo` names; only that one's organisation may.
    package let takesBackReferred: Bool
    /// Whether it must reach a unit; one that is kept for what it says may be addressed to nobody.
    package let needsReceiver: Bool
    /// Whether it may still go on the basis of a consent that was withdrawn or never given: it tells of consent itself, or
    /// that something ends or was wrong, and nothing new of the person's care.
    package let outlivesConsent: Bool
    /// Who sends the message by the law; anybody when nil.
    package let lawfulSender: LawfulSender?
    /// What the message means for its case; nil when it is no milestone.
    package let milestone: Milestone?
    /// The fields of `content`, with the extension list last.
    package let content: Part
    /// The rules beyond the schemas that hold for this type only.
    package let rules: [Rule]
    /// The rules that hold for every type, and then those of this one.
    let allRules: [Rule]
    /// What those of them ask of fields one by one that ask anything of that kind, in the same order.
    let fieldTests: FieldTests

    /// Declares a type; the extension list is added behind its fields.
    package init(
        name: String, version: Int = 1, title: String, summary: String, process: Process, sensitivity: Int,
        legalBasis: String, deadline: String? = nil, receipts: [ReceiptLevel], refersTo: HeadNeed = .optional,
        refersToTypes: Set<String> = [], takesBackReferred: Bool = false, patient: HeadNeed = .required,
        caseID: HeadNeed = .required, senderPerson: HeadNeed = .required, needsReceiver: Bool = true,
        outlivesConsent: Bool = false, lawfulSender: LawfulSender? = nil,
        milestone: Milestone? = nil, fields: [Field], rules: [Rule] = []
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.summary = summary
        self.process = process
        self.sensitivity = sensitivity
        self.legalBasis = legalBasis
        self.deadline = deadline
        self.receipts = receipts
        self.refersTo = refersTo
        self.patient = patient
        self.caseID = caseID
        self.senderPerson = senderPerson
        self.refersToTypes = refersToTypes
        self.takesBackReferred = takesBackReferred
        self.needsReceiver = needsReceiver
        self.outlivesConsent = outlivesConsent
        self.lawfulSender = lawfulSender
        self.milestone = milestone
        self.content = Part(name, title, fields + [Field.extensionList])
        self.rules = rules
        allRules = Rule.ofHead + rules
        fieldTests = FieldTests(allRules.compactMap(\.test))
    }

    /// Whether it is of compulsory care: who sends, fetches or sees it needs the right `compulsory`, and it has lanes of its
    /// own.
    ///
    /// Source: rules, "Compulsory care".
    package var isCompulsory: Bool { process == .compulsoryCare }

    /// Whether lists, folder names and figures that anybody may see call it "restricted".
    ///
    /// Source: rules, "Compulsory care".
    package var isRestricted: Bool { sensitivity == 3 }

    /// Whether it is a receipt, which is never receipted.
    package var isReceipt: Bool { process == .receipts }

    /// Whether a named person of the receiving unit is to say that it was read (kvittens).
    package var takesKvittens: Bool { receipts.contains(.kvittens) }

    /// The element under `content` in XML: the name with a small first letter.
    package var elementName: String {
        name.prefix(1).lowercased() + name.dropFirst()
    }
}

extension MessageType: Hashable {
    package static func == (left: MessageType, right: MessageType) -> Bool {
        left.name == right.name && left.version == right.version
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(version)
    }
}
