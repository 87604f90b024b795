internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Queues
internal import Routing

/// A case as one of its parties sees it: parties, milestones, and every message with its receipts.
///
/// Facts only: which deadline was met is reckoned from them elsewhere. Pure. Source: interfaces §3.
struct CaseView {
    let caseID: CaseID
    /// The messages that the onlooker may see, in the order of acceptance.
    let messages: [CaseMessage]
    /// The units that take part in the case.
    let members: Set<UnitID>
    /// Whether there are more than these.
    let isTruncated: Bool
    /// When the first message of the case that the onlooker may see was accepted; nil when it is the first of these.
    var openedAt: Timestamp?
    /// What units have said of the plans of compulsory care that the onlooker may read.
    var attestations: [CaseMessage] = []
    /// The units that the directory knows.
    let units: [UnitID: Unit]
    let pace: ReceiptPace

    var value: APIValue {
        .object(
            [
                ("caseId", .text(caseID.text)),
                ("openedAt", (openedAt ?? messages.first?.status.acceptance.acceptedAt).value),
                ("parties", .list(item: "party", parties)), ("milestones", .list(item: "milestone", milestones)),
                ("compulsoryPlans", compulsoryPlans),
                ("messages", .list(item: "message", messages.map(value))),
                ("truncated", isTruncated ? .boolean(true) : .null),
                ("cursor", isTruncated ? (messages.last?.id.description).value : .null),
            ].present)
    }

    // MARK: Parties

    /// The units that sent or were sent these messages, or joined by one of them, in the order in which they came in.
    private var parties: [APIValue] {
        var known: Set<UnitID> = []
        var parties: [APIValue] = []
        for message in messages.map(\.status) {
            let joining = message.standingPartyChange?.added.map(\.unit) ?? []
            for unit in [message.senderUnit] + message.reachedUnits + joining
            where members.contains(unit) && known.insert(unit).inserted {
                parties.append(party(unit, since: message))
            }
        }
        return parties
    }

    private func party(_ id: UnitID, since message: MessageStatus) -> APIValue {
        .object(
            [
                ("unit", .text(id.text)), ("name", .text(name(of: id, in: message))),
                ("organisation", (units[id]?.organisation.id.text).value), ("kind", (units[id]?.kind.rawValue).value),
                ("since", .time(message.acceptance.acceptedAt)), ("leftAt", leaving(of: id).value),
            ].present)
    }

    /// When a unit leaves or has left the case, by the last change of parties that names it; nil while it stays.
    private func leaving(of unit: UnitID) -> Timestamp? {
        let changes = messages.enumerated().compactMap { offset, message -> (PartyChange, Int)? in
            guard let change = message.status.standingPartyChange,
                change.removed.contains(unit) || change.added.contains(where: { $0.unit == unit })
            else { return nil }
            return (change, offset)
        }
        let last = changes.max { ($0.0.from, $0.1) < ($1.0.from, $1.1) }?.0
        return last.flatMap { $0.removed.contains(unit) ? $0.from : nil }
    }

    /// What the directory calls a unit, else what it was called when the message was accepted.
    private func name(of unit: UnitID, in message: MessageStatus) -> String {
        units[unit]?.name ?? message.acceptance.recipients.first { $0.destination.unit == unit }?.name ?? unit.text
    }

    // MARK: Milestones

    /// One for each step of each message; what was cancelled, replaced or withdrawn stays and says so.
    private var milestones: [APIValue] {
        messages.flatMap { message in message.steps.map { milestone($0, of: message) } }
    }

    private func milestone(_ step: Milestone.Step, of message: CaseMessage) -> APIValue {
        let status = message.status
        return .object(
            [
                ("step", .text(step.rawValue)), ("messageId", .text(message.id.description)),
                ("type", .text(status.type)), ("at", message.moment(of: step).value), ("sentAt", .time(status.sentAt)),
                ("acceptedAt", .time(status.acceptance.acceptedAt)), ("sender", .text(status.senderUnit.text)),
                ("facts", message.facts), ("unreadable", message.isUnreadable ? .boolean(true) : .null),
                ("refersTo", (status.refersTo?.description).value), ("replaces", (status.replaces?.description).value),
                ("replacedBy", (replacement(of: message)?.id.description).value),
                ("cancelled", status.cancellation?.value() ?? .null),
                ("withdrawnBy", (step == .ready ? withdrawal(of: message)?.id.description : nil).value),
                ("availability", .list(item: "delivery", status.deliveries.map(availability))),
                ("warnings", warnings(of: status)),
            ].present)
    }

    /// The latest message of the same organisation that takes the place of one, and was not cancelled itself.
    private func replacement(of message: CaseMessage) -> CaseMessage? {
        messages.last { other in
            other.status.replaces == message.id && other.status.cancellation == nil
                && other.status.senderOrganisation == message.status.senderOrganisation
        }
    }

    /// The first message of the same organisation that takes back the notice that the patient is ready, and was not
    /// cancelled itself.
    private func withdrawal(of message: CaseMessage) -> CaseMessage? {
        messages.first { other in
            other.status.refersTo == message.id && other.status.cancellation == nil
                && other.steps.contains(.readyWithdrawn)
                && other.status.senderOrganisation == message.status.senderOrganisation
        }
    }

    private func availability(_ delivery: DeliveryStatus) -> APIValue {
        .object(
            [
                ("unit", .text(delivery.destination.name)), ("firstAvailableAt", .time(delivery.firstAvailableAt)),
                ("firstOfferedAt", delivery.firstOfferedAt.value), ("state", .text(delivery.state.word)),
                ("settledAt", delivery.settledAt.value), ("diedAt", delivery.diedAt.value),
                ("redrivenAt", delivery.redrivenAt.value),
            ].present)
    }

    /// The codes of what the gateway found worth a warning when it accepted the message, by the directory of that day.
    private func warnings(of status: MessageStatus) -> APIValue {
        let codes = status.acceptance.warnings.map(\.code)
        return codes.isEmpty ? .null : .list(item: "code", codes.map { .text($0) })
    }

    // MARK: Plans of compulsory care

    /// One for each version of each plan; none when the onlooker may read no plan.
    private var compulsoryPlans: APIValue {
        let plans = messages.compactMap { message in
            CompulsoryPlan(message, attestations: attestations)?
                .value(replacedBy: replacement(of: message)?.id, in: units)
        }
        return plans.isEmpty ? .null : .list(item: "compulsoryPlan", plans)
    }

    // MARK: Messages

    private func value(_ message: CaseMessage) -> APIValue {
        let status = message.status
        return .object(
            [
                ("messageId", .text(message.id.description)), ("type", .text(status.type)),
                ("title", (message.type?.title).value), ("status", .text(status.replaces == nil ? "new" : "replaces")),
                ("sender", .text(status.senderUnit.text)), ("sentAt", .time(status.sentAt)),
                ("acceptedAt", .time(status.acceptance.acceptedAt)), ("refersTo", (status.refersTo?.description).value),
                ("replaces", (status.replaces?.description).value),
                ("cancelled", status.cancellation?.value() ?? .null), ("forwarded", status.forwarded),
                ("deliveries", .list(item: "delivery", status.deliveries.map { delivery($0, of: status) })),
            ].present)
    }

    private func delivery(_ delivery: DeliveryStatus, of status: MessageStatus) -> APIValue {
        .object(
            [
                ("unit", .text(delivery.destination.name)), ("state", .text(delivery.state.word)),
                ("firstAvailableAt", .time(delivery.firstAvailableAt)),
                ("firstOfferedAt", delivery.firstOfferedAt.value), ("settledAt", delivery.settledAt.value),
                ("misdirected", delivery.misdirection?.value ?? .null),
                ("receipts", ReceiptLevels(message: status, delivery: delivery, pace: pace).value),
            ].present)
    }
}

extension CaseMessage {
    fileprivate var isUnreadable: Bool {
        if case .unreadable = reading { true } else { false }
    }

    fileprivate var facts: APIValue {
        if case .read(let told) = reading { .object(told.facts) } else { .null }
    }

    fileprivate func moment(of step: Milestone.Step) -> String? {
        if case .read(let told) = reading { told.moments[step] } else { nil }
    }
}

extension MessageStatus {
    /// How it changes the parties of the case; nil when it does not, or was cancelled.
    fileprivate var standingPartyChange: PartyChange? { cancellation == nil ? effect?.partyChange : nil }
}
