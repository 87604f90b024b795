internal import Messages
internal import Plans
internal import Queues
internal import Routing

/// Decides what is to be done at 1177 for an event, from what is to be shown of its plan now.
///
/// Documents are made of the stored bytes, so that wish and approval are read again before each sending.
struct PublicationPlanner: Sendable {
    let documents: DeliveryDocuments
    let register: PlanRegister
    let directory: @Sendable () -> Directory
    /// Whether a care giver has its plans taken away when they are closed.
    let withdrawsOnClose: @Sendable (UnitID) -> Bool
    let sourceSystem: UnitID

    /// What is to be done for a leased `SipEstablished`, `SipClosed`, `MessageCancelled` or `PatientIdChanged`, one thing for
    /// each plan that it is about.
    ///
    /// - Throws: `PublicationFault` when it cannot be done as things are.
    func steps(for delivery: LeasedDelivery) async throws(PublicationFault) -> [PublicationStep] {
        guard let event = try? documents.message(of: delivery) else { throw .unreadable }
        // The worker may be here before intake has come so far as to note it.
        documents.note(event, in: register)
        if let desired = register.desired(for: event) { return [try await step(for: event, desired)] }
        guard let ofCase = register.desiredOfCase(for: event) else { throw .unreadable }
        var steps: [PublicationStep] = []
        for desired in ofCase { steps.append(try await step(for: event, desired)) }
        return steps
    }

    private func step(for event: Message, _ desired: DesiredDisplay) async throws(PublicationFault) -> PublicationStep {
        if desired.isSuperseded { return .nothing }
        switch desired.display {
        case .nothing:
            return .delete(documentID: desired.plan.plan)
        case .version(let id):
            let plan = try await message(id, event).about(desired.patient)
            return .put(try document(of: plan), .published)
        case .closed(let version, let closing):
            let plan = try await message(version, event).about(desired.patient)
            return try closed(plan, by: try await message(closing, event), documentID: desired.plan.plan)
        }
    }

    private func closed(
        _ plan: Message, by closing: Message, documentID: String
    ) throws(PublicationFault) -> PublicationStep {
        let sender = directory().units[plan.sender.unit]
        guard let careGiver = CarePlanDocument.careGiver(of: plan, sender: sender) else { throw .careGiverMissing }
        if withdrawsOnClose(careGiver) { return .delete(documentID: documentID) }
        return .put(try document(of: plan).closed(by: closing), .closed)
    }

    private func document(of plan: Message) throws(PublicationFault) -> CarePlanDocument {
        try CarePlanDocument(of: plan, sender: directory().units[plan.sender.unit], sourceSystem: sourceSystem)
    }

    /// A message of the plan: the event itself, or read from the disk.
    private func message(_ id: MessageID, _ event: Message) async throws(PublicationFault) -> Message {
        if id == event.id { return event }
        guard let stored = await documents.message(id) else { throw .unreadable }
        return stored
    }
}

extension Message {
    /// The same message about the same person under the id that the person has now.
    fileprivate func about(_ patient: PlanPatient?) -> Message {
        guard let patient, let own = record.record("patient") else { return self }
        let current = own.setting("id", to: .text(patient.id)).setting("idType", to: .text(patient.idType.rawValue))
            .setting("idOid", to: patient.idOID.map { .text($0) })
        return Message(type: type, record: record.setting("patient", to: .record(current))) ?? self
    }
}
