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
    /// The messages of one page that the onlooker may see, in the order of acceptance.
    let messages: [CaseMessage]
    /// What all messages say that the onlooker may see, those of other pages too.
    let relations: CaseRelations
    /// The units that take part in the case.
    let members: Set<UnitID>
    /// The cursor of the page that follows; nil when this one is the last.
    var cursor: String?
    /// Whether the relations are those of a part of a very long case.
    var isPartial = false
    /// What units have said of the plans of compulsory care that the onlooker may read.
    var attestations: [CaseMessage] = []
    /// The units that the directory knows.
    let units: [UnitID: Unit]
    let pace: ReceiptPace

    var value: APIValue {
        .object(
            [
                ("caseId", .text(caseID.text)),
                ("openedAt", relations.openedAt.value),
                ("parties", .list(item: "party", parties)), ("milestones", .list(item: "milestone", milestones)),
                ("compulsoryPlans", compulsoryPlans),
                ("messages", .list(item: "message", messages.map(value))),
                ("truncated", cursor == nil ? .null : .boolean(true)),
                ("cursor", cursor.value), ("partial", isPartial ? .boolean(true) : .null),
            ].present)
    }

    // MARK: Parties

    private var parties: [APIValue] {
        relations.arrivals.filter { members.contains($0.unit) }.map { arrival in
            let unit = units[arrival.unit]
            return .object(
                [
                    ("unit", .text(arrival.unit.text)),
                    // What the directory calls it, else what it was called when it came.
                    ("name", .text(unit?.name ?? arrival.name ?? arrival.unit.text)),
                    ("organisation", (unit?.organisation.id.text).value), ("kind", (unit?.kind.rawValue).value),
                    ("since", .time(arrival.since)), ("leftAt", relations.leaving(of: arrival.unit).value),
                ].present)
        }
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
                ("replacedBy", (relations.replacement(of: status)?.description).value),
                ("cancelled", status.cancellation?.value() ?? .null),
                ("withdrawnBy", (step == .ready ? relations.withdrawal(of: status)?.description : nil).value),
                ("availability", .list(item: "delivery", status.deliveries.map(availability))),
                ("warnings", warnings(of: status)),
            ].present)
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
                .value(replacedBy: relations.replacement(of: message.status), in: units)
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
