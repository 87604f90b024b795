internal import AccessControl
internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Plans
internal import Queues
internal import Routing

/// Decides what becomes of a message that its sender may send: holds it to what the gateway knows of its case, its plan
/// and the message that it refers to, and routes it.
struct Decider: Sendable {
    let reader: MessageReader
    let fingerprints: Fingerprints
    let queue: MessageQueue
    /// What is asked of the queue without waiting.
    let memory: QueueMemory
    let plans: PlanRegister
    /// How a system gets the receipts for what it sent.
    let receiptDestination: @Sendable (UnitID, SystemID) -> Destination?

    /// The decision; nothing is stored by it, and nothing waited for.
    ///
    /// - Parameters:
    ///   - message: what was sent.
    ///   - identity: who sends it.
    ///   - directory: the one in force.
    ///   - listedUnit: where the patient is listed, of a message that is addressed there.
    ///   - moment: the time now.
    /// - Returns: the decision.
    /// - Throws: `Rejection` with every problem of the first kind that is found; paths are JSON Pointers.
    func decide(
        _ message: Message, from identity: Identity, directory: Directory, listedUnit: UnitID?, at moment: Timestamp
    ) throws(Rejection) -> Decision {
        var (decision, context, original) = try judged(message, from: identity, directory: directory, at: moment)
        context.listedUnit = listedUnit
        let routed = try Router(directory: directory).route(message, context: context, at: moment)
        decision.recipients = routed.recipients.map { recipient(of: message, about: original, $0) }
        decision.warnings += routed.warnings
        return decision
    }

    /// Refuses a message that is refused wherever it goes, so that the disk is not read to find where that is.
    func check(
        _ message: Message, from identity: Identity, directory: Directory, at moment: Timestamp
    ) throws(Rejection) {
        _ = try judged(message, from: identity, directory: directory, at: moment)
    }

    /// The decision as far as it does not depend on where the message goes, what it goes by, and what it refers to.
    private func judged(
        _ message: Message, from identity: Identity, directory: Directory, at moment: Timestamp
    ) throws(Rejection) -> (decision: Decision, context: RoutingContext, original: MessageStatus?) {
        let known = KnownMessages(
            queue: memory, directory: directory, sender: message.sender.unit, identity: identity, at: moment)
        let original = try known.status(of: message.refersTo)
        var decision = Decision()
        decision.patient = message.patient.map { fingerprints.patientKey(of: $0) }
        decision.senderOrganisation = directory.units[message.sender.unit]?.organisation.id
        decision.effect = try effect(of: message, from: identity, known: known, directory: directory, at: moment)
        if message.sentAt > moment.adding(seconds: Double(Limits.clockSkewSeconds)) {
            decision.warnings.append(Problem(.timeInFuture, path: "/sentAt"))
        }
        let ownCase = try judge(message, &decision, known: known, directory: directory, at: moment)
        let planCase = ownCase.map { PlanCase($0.key.value) }
        decision.warnings += try planWarnings(for: message, in: planCase, directory: directory)
        if message.type == .accessBlockChanged {
            decision.warnings.append(Problem(.blockNotEnforced, path: "/content/change"))
        }
        var context = routingContext(for: message, about: original, in: ownCase, at: moment)
        if try Self.mayKnowPlan(of: message, known) {
            decision.documentID = plans.documentID(for: message, inCase: planCase)
            context.publication = plans.recipient(for: message, inCase: planCase)
        }
        return (decision, context, original)
    }

    /// What the message does to another one, or to its case; refused when its sender may not do that.
    private func effect(
        of message: Message, from identity: Identity, known: KnownMessages, directory: Directory, at moment: Timestamp
    ) throws(Rejection) -> MessageEffect? {
        let original = try known.status(of: message.refersTo)
        guard message.type.isReceipt else {
            if let original { try HandingOnChecks(message, directory: directory).check(against: original) }
            return try MessageEffect(of: message, known: known, directory, fingerprints)
        }
        let checks = ReceiptChecks(message, from: identity, directory: directory, at: moment)
        try checks.checkUnits()
        guard let original else { return nil }
        try checks.check(against: original)
        return checks.effect
    }

    /// Holds a message to what it refers to, to its case and to the consent that it rests on.
    ///
    /// - Returns: the case that it will belong to, as far as that is known.
    private func judge(
        _ message: Message, _ decision: inout Decision, known: KnownMessages, directory: Directory, at moment: Timestamp
    ) throws(Rejection) -> CaseFacts? {
        let previous = fingerprints.previousPatientKey(of: message)
        let patients = [decision.patient] + (previous.map { [$0] } ?? [])
        decision.warnings += try ReferenceChecks(message, about: patients, known: known).warnings()
        let ownCase = try likelyCase(
            of: message, from: decision.senderOrganisation, about: previous ?? decision.patient)
        let coordinators = ownCase.map { plans.coordinatorUnits(in: PlanCase($0.key.value), at: moment) } ?? []
        try PartyChecks(message, directory: directory).check(in: ownCase, coordinators: coordinators)
        decision.warnings += try ConsentChecks(message, queue: memory, in: ownCase?.key, at: moment)
            .warnings(about: decision.patient, known: known)
        decision.warnings += Self.patientWarnings(for: message, decision.patient, in: ownCase)
        return ownCase
    }

    private func likelyCase(
        of message: Message, from organisation: UnitID?, about patient: PatientKey?
    ) throws(Rejection) -> CaseFacts? {
        try memory.likelyCase(
            named: message.type.isReceipt ? nil : message.caseID, of: organisation, about: patient,
            referringTo: [message.refersTo, message.replaces].compactMap(\.self))
    }

    /// What is odd about the id of the patient, by what the case knows.
    private static func patientWarnings(
        for message: Message, _ patient: PatientKey?, in ownCase: CaseFacts?
    ) -> [Problem] {
        guard let patient, !message.type.cancels, !message.type.isReceipt else { return [] }
        if message.type == .patientIDChanged {
            return ownCase == nil ? [Problem(.nothingUnderPreviousID, path: "/content/previous/id")] : []
        }
        guard let ownCase else { return [] }
        if ownCase.replacesReserve(patient) { return [Problem(.reserveNumberReplaced, path: "/patient/id")] }
        return ownCase.formerPatients.contains(patient) ? [Problem(.formerPatientID, path: "/patient/id")] : []
    }

    /// Whether what is known of the plan that a message is about may show: of a cancellation only to who sent the original.
    private static func mayKnowPlan(of message: Message, _ known: KnownMessages) throws(Rejection) -> Bool {
        guard message.type.cancels else { return true }
        return try known.status(of: message.refersTo).map { known.sent($0) } ?? false
    }

    /// The recipient as it was routed, but of a receipt as the system wishes that sent what the receipt is about.
    private func recipient(
        of message: Message, about original: MessageStatus?, _ routed: RoutedRecipient
    ) -> RoutedRecipient {
        guard message.type.isReceipt, let original, let unit = routed.destination.unit else { return routed }
        let system = original.senderSystem
        guard let destination = receiptDestination(unit, system) else {
            return routed.skipped(for: .receiptsByStatusOnly)
        }
        return routed.sent(to: destination)
    }

    private func planWarnings(
        for message: Message, in planCase: PlanCase?, directory: Directory
    ) throws(Rejection) -> [Problem] {
        let findings = plans.check(message, inCase: planCase) { first, second in
            guard let organisation = directory.units[first]?.organisation else { return first == second }
            return organisation == directory.units[second]?.organisation
        }
        if let rejection = Rejection(findings.problems) { throw rejection }
        return findings.warnings
    }

    private func routingContext(
        for message: Message, about original: MessageStatus?, in ownCase: CaseFacts?, at moment: Timestamp
    ) -> RoutingContext {
        var context = RoutingContext()
        let parties = ownCase?.parties(at: moment) ?? []
        // Who joins by the message is told of it; who leaves by it has not left yet.
        context.caseParties = (parties + message.joiningUnits.filter { !parties.contains($0) })
            .filter { $0 != message.sender.unit }
        if message.type.isReceipt || message.type == .misdirectedNotice {
            context.originalSender = original?.senderUnit
        } else if message.type.cancels {
            context.originalRecipients = original?.acceptance.recipients.filter { $0.state == .queued }.map {
                RoutingContext.OriginalRecipient($0.destination, name: $0.name)
            }
        }
        return context
    }

    /// The unit where the patient is listed, by the latest admission notice of the message's case that tells.
    func listedUnit(for message: Message, directory: Directory) async throws(Rejection) -> UnitID? {
        let patient =
            fingerprints.previousPatientKey(of: message) ?? message.patient.map { fingerprints.patientKey(of: $0) }
        let ownCase = try likelyCase(
            of: message, from: directory.units[message.sender.unit]?.organisation.id, about: patient)
        var notices: [MessageID] = []
        for id in (ownCase?.messages ?? []).reversed().prefix(Limits.caseMessagesLookedAt) {
            guard let status = try await queue.askedStatus(of: id),
                status.type == MessageType.admissionNotice.name, status.cancellation == nil
            else { continue }
            notices.append(id)
            if notices.count == Limits.noticesLookedAt { break }
        }
        for id in notices {
            guard let stored = try? await queue.payload(of: id),
                let message = try? reader.decode(
                    stored.bytes, as: stored.form == .xml ? .xml : .json, charset: stored.charset)
            else { continue }
            if let unit = message.content.record("listedUnit")?.text("hsaId").flatMap({ UnitID($0) }) { return unit }
        }
        return nil
    }
}

extension Message {
    /// The units that join the case by it.
    fileprivate var joiningUnits: [UnitID] {
        guard type == .partyChanged else { return [] }
        return content.items("added").compactMap { $0.record?.text("hsaId").flatMap { UnitID($0) } }
    }
}
