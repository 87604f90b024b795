internal import AccessControl
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
    let plans: PlanRegister
    /// Whether a system wants receipts for what it sent as messages; one that does not asks for the status.
    let receiptsAreQueued: @Sendable (SystemID) -> Bool

    /// The decision; nothing is stored by it.
    ///
    /// - Throws: `Rejection` with every problem of the first kind that is found; paths are JSON Pointers.
    func decide(
        _ message: Message, from identity: Identity, directory: Directory, at moment: Timestamp
    ) async throws(Rejection) -> Decision {
        let sender = directory.units[message.sender.unit]
        let known = KnownMessages(
            queue: queue, directory: directory, sender: message.sender.unit, at: moment)
        var decision = Decision()
        decision.patient = message.patient.map { fingerprints.patientKey(of: $0) }
        decision.senderOrganisation = sender?.organisation.id
        decision.documentID = Self.mayKnowPlan(of: message, known) ? plans.documentID(for: message) : nil
        if message.type.isReceipt {
            let checks = ReceiptChecks(message, from: identity, directory: directory, at: moment)
            try checks.checkUnits()
            if let original = message.refersTo.flatMap({ known[$0] }) {
                try checks.check(against: original)
                decision.effect = checks.effect
            }
        } else if message.type.cancels {
            decision.effect = message.refersTo.map { .cancels($0, isWrongPatient: message.isAboutWrongPatient) }
        }
        if message.sentAt > moment.adding(seconds: Double(Limits.clockSkewSeconds)) {
            decision.warnings.append(Problem(.timeInFuture, path: "/sentAt"))
        }
        decision.warnings += try ReferenceChecks(message, about: decision.patient, known: known).warnings()
        let ownCase = queue.likelyCase(
            named: message.type.isReceipt ? nil : message.caseID, of: decision.senderOrganisation,
            about: decision.patient, referringTo: [message.refersTo, message.replaces].compactMap(\.self))
        decision.warnings += try planWarnings(for: message, in: ownCase, directory: directory)
        if let patient = decision.patient, ownCase?.replacesReserve(patient) ?? false {
            decision.warnings.append(Problem(.reserveNumberReplaced, path: "/patient/id"))
        }
        let context = await routingContext(for: message, in: ownCase, known: known)
        let routed = try Router(directory: directory).route(message, context: context, at: moment)
        decision.recipients = routed.recipients.map { recipient in
            wantsStatusOnly(message, known) ? recipient.skipped(for: .receiptsByStatusOnly) : recipient
        }
        decision.warnings += routed.warnings
        return decision
    }

    /// Whether what is known of the plan that a message is about may show: of a cancellation only to who sent the original.
    private static func mayKnowPlan(of message: Message, _ known: KnownMessages) -> Bool {
        guard message.type.cancels else { return true }
        return message.refersTo.flatMap { known[$0] }.map { known.sent($0) } ?? false
    }

    /// Whether a message is a receipt for one whose sending system asks for the status instead.
    private func wantsStatusOnly(_ message: Message, _ known: KnownMessages) -> Bool {
        guard message.type.isReceipt, let original = message.refersTo.flatMap({ known[$0] }) else { return false }
        return !receiptsAreQueued(original.senderSystem)
    }

    private func planWarnings(
        for message: Message, in ownCase: CaseFacts?, directory: Directory
    ) throws(Rejection) -> [Problem] {
        let planCase = ownCase.map { PlanCase($0.key.value) }
        let findings = plans.check(message, inCase: planCase) { first, second in
            guard let organisation = directory.units[first]?.organisation else { return first == second }
            return organisation == directory.units[second]?.organisation
        }
        if let rejection = Rejection(findings.problems) { throw rejection }
        return findings.warnings
    }

    private func routingContext(
        for message: Message, in ownCase: CaseFacts?, known: KnownMessages
    ) async -> RoutingContext {
        var context = RoutingContext()
        if Self.mayKnowPlan(of: message, known) { context.publication = plans.recipient(for: message) }
        context.caseParties = (ownCase?.parties ?? []).filter { $0 != message.sender.unit }
        let original = message.refersTo.flatMap { known[$0] }
        if message.type.isReceipt {
            context.originalSender = original?.senderUnit
        } else if message.type.cancels {
            context.originalRecipients = original?.acceptance.recipients.filter { $0.state == .queued }.map {
                RoutingContext.OriginalRecipient($0.destination, name: $0.name)
            }
        }
        if message.receivers.contains(.listedHealthCentre) { context.listedUnit = await listedUnit(in: ownCase) }
        return context
    }

    /// The unit where the patient is listed, by the latest admission notice of the case that tells.
    private func listedUnit(in ownCase: CaseFacts?) async -> UnitID? {
        let notices = (ownCase?.messages ?? []).reversed().filter {
            let status = queue.status(of: $0)
            return status?.type == MessageType.admissionNotice.name && status?.cancellation == nil
        }
        for id in notices.prefix(Limits.noticesLookedAt) {
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
    /// Whether a cancellation says that the message was about the wrong patient.
    fileprivate var isAboutWrongPatient: Bool {
        content.record("reason")?.text("code") == "wrongPatient"
    }
}

extension Fingerprints {
    /// What stands for a patient: the hash of kind, rule and id.
    fileprivate func patientKey(of patient: Patient) -> PatientKey {
        let isReserve =
            switch patient.idType {
            case .nationalReserveNumber, .localReserveNumber: true
            case .personnummer, .samordningsnummer: false
            }
        return patientKey(
            words: [patient.idType.rawValue, patient.idOID ?? "", patient.id.uppercased()], isReserve: isReserve)
    }
}
