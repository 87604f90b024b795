internal import Messages

/// What the gateway remembers of a `CoordinatorAssigned`.
struct PlanAssignment: Sendable {
    let id: MessageID
    /// The plan that it names; nil when it is about every plan of its case.
    let plan: PlanID?
    let planCase: PlanCase?
    /// Who coordinates, and in which unit.
    let coordinator: StaffIdentity
    let coordinatorUnit: UnitID?
    /// From when.
    let from: Timestamp
    let senderUnit: UnitID
    let sentAt: Timestamp
    /// Its place in the order of acceptance.
    let order: UInt64
    var isCancelled: Bool

    init?(_ message: Message, order: UInt64, inCase planCase: PlanCase?, isCancelled: Bool) {
        guard message.isAssignment, let coordinator = message.content.record("coordinator"),
            let from = message.content.text("from").flatMap({ Timestamp(beginOf: $0) })
        else { return nil }
        id = message.id
        if let plan = message.content.text("planId"), let patient = message.patient?.id {
            self.plan = PlanID(plan: plan, patient: patient)
        } else {
            plan = nil
        }
        self.planCase = planCase
        self.coordinator = StaffIdentity(coordinator)
        coordinatorUnit = coordinator.record("unit")?.text("hsaId").flatMap { UnitID($0) }
        self.from = from
        senderUnit = message.sender.unit
        sentAt = message.sentAt
        self.order = order
        self.isCancelled = isCancelled
    }

    /// Whether another assignment stands rather than this one: it begins later, else it was sent or came later.
    func gives(wayTo other: PlanAssignment) -> Bool {
        (from, sentAt, order) < (other.from, other.sentAt, other.order)
    }
}
