internal import Messages

/// What the gateway remembers of one version of a plan: of a `SipEstablished`.
struct PlanVersion: Sendable {
    let id: MessageID
    let version: Int
    let sentAt: Timestamp
    /// Its place in the order of acceptance.
    let order: UInt64
    /// Whether the person wishes it on 1177 and the care giver approves it.
    let isToBeShown: Bool
    /// Who may close the plan, as far as this version says.
    let coordinator: StaffIdentity?
    /// The unit that sent it.
    let senderUnit: UnitID
    /// The unit of the coordinator, when it has an HSA-id.
    let coordinatorUnit: UnitID?
    /// The case that it was sent in.
    let planCase: PlanCase?
    /// The units that have a part in the plan: who sent it, who got it, and whom it names.
    let parties: Set<UnitID>
    var isCancelled: Bool

    init?(_ message: Message, order: UInt64, inCase planCase: PlanCase?, isCancelled: Bool) {
        guard message.isPlan, let version = message.content["planVersion"]?.integer
        else { return nil }
        id = message.id
        self.version = version
        sentAt = message.sentAt
        self.order = order
        isToBeShown = PublicationRule.refusal(of: message) == nil
        coordinator = message.content.record("coordinator").map { StaffIdentity($0) }
        senderUnit = message.sender.unit
        coordinatorUnit = message.content.record("coordinator")?.record("unit")?.text("hsaId").flatMap { UnitID($0) }
        self.planCase = planCase
        parties = Self.parties(of: message)
        self.isCancelled = isCancelled
    }

    /// What decides which of two versions is the newer: the number, then when it was sent, then the id, so that the order
    /// of arrival does not matter.
    var rank: PlanRank {
        PlanRank(version: version, sentAt: sentAt, id: id)
    }

    private static func parties(of message: Message) -> Set<UnitID> {
        let content = message.content
        let people = ["coordinator", "overallResponsible", "careContact", "physicianContact", "socialCareContact"]
        let named =
            people.map { content.record($0)?.record("unit") }
            + (content.items("participants") + content.items("efforts")).map { $0.record?.record("unit") }
        let addressed = message.receivers.compactMap { receiver in
            if case .unit(let unit) = receiver { unit } else { nil }
        }
        return Set(named.compactMap { $0?.text("hsaId").flatMap { UnitID($0) } } + addressed + [message.sender.unit])
    }
}

/// What puts the versions of a plan in order.
struct PlanRank: Comparable {
    let version: Int
    let sentAt: Timestamp
    let id: MessageID

    static func < (left: PlanRank, right: PlanRank) -> Bool {
        (left.version, left.sentAt, left.id.description) < (right.version, right.sentAt, right.id.description)
    }
}
