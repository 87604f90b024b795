internal import Messages
internal import Plans
internal import Routing

/// What the directory alone settles about where a message goes.
///
/// What hangs on cases, plans or other messages is neither a recipient nor a refusal here: only a running gateway knows it.
struct RoutingVerdict {
    /// Who gets the message and who is left out, whatever a gateway knows besides.
    private(set) var recipients: [RoutedRecipient] = []
    /// What the message is refused for, whatever a gateway knows besides.
    private(set) var problems: [Problem] = []
    /// What its sender is warned of, whatever a gateway knows besides.
    private(set) var warnings: [Problem] = []

    private let message: Message
    private let directory: Directory
    private let moment: Timestamp

    /// Routes a message by a directory, at a moment.
    init(on message: Message, by directory: Directory, at moment: Timestamp) {
        self.message = message
        self.directory = directory
        self.moment = moment
        do {
            take(try route(message), isWhole: true)
        } catch {
            problems = error.problems.filter { !hangsOnMore($0) }
            guard problems.isEmpty else { return }
            let open = Set(error.problems.compactMap(\.path))
            if let routed = try? route(message.withoutReceivers(at: open)) { take(routed, isWhole: false) }
        }
    }

    // MARK: What it hangs on

    /// Whether the message goes to those who got another one, whatever receivers it names.
    static func followsAnother(_ message: Message) -> Bool {
        message.type == .messageCancelled
    }

    /// Whether what 1177 does with the message hangs on what it shows of the plan.
    static func hangsOnPlan(_ message: Message) -> Bool {
        message.type == .sipClosed || (message.type == .sipEstablished && message.status == .replaces)
    }

    private mutating func take(_ routed: Routed, isWhole: Bool) {
        guard !Self.followsAnother(message) else { return }
        let isPlanOpen = Self.hangsOnPlan(message)
        recipients = routed.recipients.filter { recipient in
            recipient.destination != .publisher1177 || !isPlanOpen
                || recipient.skipped == nil
                    && message.type == .sipEstablished
        }
        // Without all its receivers it cannot be said which of those that the law wishes for are missing.
        warnings = isWhole ? routed.warnings : routed.warnings.filter { $0.path == "/sender/unit" }
    }

    /// Whether a gateway may find nothing wrong where routing by the directory alone fails.
    private func hangsOnMore(_ problem: Problem) -> Bool {
        if Self.followsAnother(message) { return problem.path != "/sender/unit" }
        switch problem.code {
        case .casePartiesUnknown: return true
        case .noReceiver: return message.type.isReceipt || message.type == .misdirectedNotice
        case .receiverAmbiguous, .receiverUnresolved, .typeNotTaken, .sensitivityTooHigh, .receiverNotValid:
            return caseMayTellListing
                && message.receivers.enumerated().contains { index, address in
                    address == .listedHealthCentre && problem.path == "/receivers/\(index)"
                }
        default: return false
        }
    }

    /// Whether an earlier message of the case may have told where the patient is listed, which goes before the municipality.
    private var caseMayTellListing: Bool {
        message.caseID != nil && message.content.record("listedUnit")?.text("hsaId") == nil
    }

    private func route(_ message: Message) throws(Rejection) -> Routed {
        let context = RoutingContext(publication: PlanRegister().recipient(for: message))
        return try Router(directory: directory).route(message, context: context, at: moment)
    }
}

extension Message {
    /// The message without the receivers at these places: `/receivers/1`.
    fileprivate func withoutReceivers(at places: Set<String>) -> Message {
        let kept = record.items("receivers").enumerated().filter { !places.contains("/receivers/\($0.offset)") }
        return Message(type: type, record: record.setting("receivers", to: .list(kept.map(\.element)))) ?? self
    }
}
