internal import Messages

/// What the gateway knows of one plan, and what follows from it; pure.
///
/// Messages may be noted in any order. Versions and closings have the order in which they were accepted, for a version that
/// comes after a closing opens the plan again.
struct PlanState: Sendable {
    private var versions: [MessageID: PlanVersion] = [:]
    private var closings: [MessageID: PlanClosing] = [:]
    private var assignments: [MessageID: PlanAssignment] = [:]

    /// Notes a version or a closing; one that is there already stays as it was first noted.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - order: its place in the order of acceptance.
    ///   - planCase: the case that it was sent in.
    ///   - isCancelled: whether it has been cancelled.
    mutating func note(_ message: Message, order: UInt64, inCase planCase: PlanCase?, isCancelled: Bool) {
        if versions[message.id] == nil, closings[message.id] == nil {
            versions[message.id] = PlanVersion(message, order: order, inCase: planCase, isCancelled: isCancelled)
            closings[message.id] = PlanClosing(message, order: order, isCancelled: isCancelled)
        }
    }

    /// Notes who is to coordinate; what is there already stays as it was first noted.
    mutating func note(_ assignment: PlanAssignment) {
        assignments[assignment.id] = assignments[assignment.id] ?? assignment
    }

    /// Takes back a version, a closing or an assignment.
    mutating func cancel(_ message: MessageID) {
        versions[message]?.isCancelled = true
        closings[message]?.isCancelled = true
        assignments[message]?.isCancelled = true
    }

    /// Takes over what is known of a plan that turned out to be this one.
    mutating func merge(_ other: PlanState) {
        versions.merge(other.versions) { own, _ in own }
        closings.merge(other.closings) { own, _ in own }
        assignments.merge(other.assignments) { own, _ in own }
    }

    /// The versions and closings that it holds.
    var messages: [MessageID] { Array(versions.keys) + Array(closings.keys) }

    // MARK: What follows

    /// The newest version that stands; nil when none does.
    var newest: PlanVersion? {
        standing.max { $0.rank < $1.rank }
    }

    /// The units that have a part in any version that stands.
    var parties: Set<UnitID> {
        standing.reduce(into: []) { $0.formUnion($1.parties) }
    }

    /// What 1177 is to show.
    var display: PlanDisplay {
        guard let newest, newest.isToBeShown else { return .nothing }
        guard let closing = closing(of: newest) else { return .version(newest.id) }
        return .closed(version: newest.id, closing: closing.id)
    }

    /// Who coordinates at a moment, and so may close the plan: who was named last, by the newest version or after it.
    func coordinator(at moment: Timestamp) -> (person: StaffIdentity?, unit: UnitID?)? {
        newest.map { coordinator(of: $0, at: moment) }
    }

    /// Whether a version or closing is of the plan already.
    func holds(_ message: MessageID) -> Bool {
        versions[message] != nil || closings[message] != nil
    }

    /// Whether a version before this one was to be shown, whatever has become of it since.
    func hasShown(before rank: PlanRank) -> Bool {
        versions.values.contains { $0.isToBeShown && $0.rank < rank }
    }

    /// Whether a version or closing is void by now, because it was cancelled or something newer has come.
    func isSuperseded(_ message: MessageID) -> Bool {
        if let version = versions[message] {
            return version.isCancelled || isOvertaken(version)
        }
        guard let closing = closings[message], !closing.isCancelled, let newest else { return true }
        return self.closing(of: newest)?.id != message
    }

    /// Whether the taking back of a version or closing changes nothing, because a newer version stands.
    func isCancellationSuperseded(of message: MessageID) -> Bool {
        if let version = versions[message] { return isOvertaken(version) }
        guard let closing = closings[message], let newest else { return false }
        return !covers(closing, newest)
    }

    private var standing: [PlanVersion] {
        versions.values.filter { !$0.isCancelled }
    }

    private func isOvertaken(_ version: PlanVersion) -> Bool {
        newest.map { version.rank < $0.rank } ?? false
    }

    /// Whether anything of the plan may stand, or have stood, at 1177.
    var isEverShown: Bool { versions.values.contains(where: \.isToBeShown) }

    // MARK: Closing

    /// A version names the coordinator, and an assignment that was sent after it another; one that begins later waits.
    private func coordinator(
        of version: PlanVersion, at moment: Timestamp
    ) -> (person: StaffIdentity?, unit: UnitID?) {
        let assignment = assignments.values.filter {
            !$0.isCancelled && $0.sentAt >= version.sentAt && $0.from <= moment && mayAssign($0, version)
        }.max { $0.gives(wayTo: $1) }
        return assignment.map { ($0.coordinator, $0.coordinatorUnit) } ?? (version.coordinator, version.coordinatorUnit)
    }

    /// Intake holds an assignment to the plan that it knows; one that came before any version is held to that here.
    private func mayAssign(_ assignment: PlanAssignment, _ version: PlanVersion) -> Bool {
        version.order < assignment.order || version.parties.contains(assignment.senderUnit)
    }

    private func mayClose(_ closing: PlanClosing, _ version: PlanVersion) -> Bool {
        if version.order < closing.order { return true }
        guard version.parties.contains(closing.senderUnit), let closer = closing.closedBy,
            let coordinator = coordinator(of: version, at: closing.sentAt).person
        else { return false }
        return closer.isSame(as: coordinator)
    }

    /// The last closing that stands and closes a version.
    private func closing(of version: PlanVersion) -> PlanClosing? {
        closings.values.filter { !$0.isCancelled && covers($0, version) }.max { $0.order < $1.order }
    }

    /// Whether a closing closes a version.
    ///
    /// It closes what was there, the version that it names, and what comes late: a version with no higher number, or, when
    /// the closing came first of all, one that was sent before it. A later version with a higher number opens the plan
    /// again.
    ///
    /// Intake holds a closing to the coordinator of the version that it knows; one that came before any version is held to
    /// the one that came after it here.
    private func covers(_ closing: PlanClosing, _ version: PlanVersion) -> Bool {
        guard mayClose(closing, version) else { return false }
        if version.order < closing.order || version.id == closing.refersTo { return true }
        let highest = standing.filter { $0.order < closing.order }.map(\.version).max()
        guard let highest else { return version.sentAt <= closing.sentAt }
        return version.version <= highest
    }
}
