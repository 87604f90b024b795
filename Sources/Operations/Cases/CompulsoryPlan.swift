internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Queues
internal import Routing

/// A version of a coordinated plan of compulsory care: which units have attested it, and so whether it is made.
///
/// Pure. Source: LPT 7 a §; rules, "Compulsory care": the plan is made only when every unit has attested it.
struct CompulsoryPlan {
    /// What a unit has said of the plan.
    enum Answer: String, CaseIterable {
        case yes, no, waiting
    }

    /// The message of the version.
    let message: CaseMessage
    /// The attestations of the case, in the order of acceptance, whoever may see them: the units that plan together are to
    /// know whether the plan is made.
    let attestations: [CaseMessage]
    private let plan: MilestoneFacts

    /// Takes a message of a case and the attestations there; nil when it is no plan, or what it says is not to be told.
    init?(_ message: CaseMessage, attestations: [CaseMessage]) {
        guard message.type == .compulsoryPlanEstablished, case .read(let plan) = message.reading else { return nil }
        self.message = message
        self.attestations = attestations.filter { $0.isAttestation(of: message.id) }
        self.plan = plan
    }

    /// The units that must attest it.
    private var units: [UnitID] {
        plan["attestingUnits"]?.items?.compactMap { $0["hsaId"]?.text.flatMap { UnitID($0) } } ?? []
    }

    /// The newest answer of a unit that was not cancelled; nil when it has given none of its own.
    private func attestation(by unit: UnitID) -> CaseMessage? {
        attestations.last { $0.status.senderUnit == unit && $0.status.cancellation == nil }
    }

    /// What a unit has said; the unit that made the plan stands by it.
    private func answer(of unit: UnitID) -> Answer {
        guard let attestation = attestation(by: unit) else {
            return unit == message.status.senderUnit ? .yes : .waiting
        }
        guard case .read(let facts) = attestation.reading else { return .waiting }
        return facts["attested"]?.text.flatMap { Answer(rawValue: $0) } ?? .waiting
    }

    /// Whether the plan is made: every unit has attested it, and it was not cancelled.
    ///
    /// A version that another one replaces stays what it was, until that one is made too.
    private var isValid: Bool {
        message.status.cancellation == nil && units.allSatisfy { answer(of: $0) == .yes }
    }

    /// The plan as the case shows it.
    ///
    /// - Parameters:
    ///   - replacement: the message of the version that takes its place.
    ///   - directory: the units that the directory knows.
    /// - Returns: the members that there are.
    func value(replacedBy replacement: MessageID?, in directory: [UnitID: Unit]) -> APIValue {
        .object(
            [
                ("planId", (plan["planId"]?.text).value), ("planVersion", plan["planVersion"] ?? .null),
                ("messageId", .text(message.id.description)), ("replacedBy", (replacement?.description).value),
                ("cancelled", message.status.cancellation?.value() ?? .null), ("valid", .boolean(isValid)),
                ("attestations", .list(item: "attestation", units.map { value(of: $0, in: directory) })),
            ].present)
    }

    private func value(of unit: UnitID, in directory: [UnitID: Unit]) -> APIValue {
        let attestation = attestation(by: unit)
        let answer = answer(of: unit)
        var facts: MilestoneFacts?
        if case .read(let told)? = attestation?.reading { facts = told }
        return .object(
            [
                ("unit", .text(unit.text)), ("name", (directory[unit]?.name).value), ("answer", .text(answer.rawValue)),
                ("at", (facts?.moments[.compulsoryPlanAttested]).value),
                ("acceptedAt", (attestation?.status.acceptance.acceptedAt).value),
                ("unreadable", attestation != nil && facts == nil ? .boolean(true) : .null),
            ].present)
    }
}

extension CaseMessage {
    /// Whether it says what a unit thinks of a version of a plan of compulsory care.
    func isAttestation(of plan: MessageID) -> Bool {
        type == .compulsoryPlanAttested && status.refersTo == plan
    }
}
