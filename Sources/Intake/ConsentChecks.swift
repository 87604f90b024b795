internal import HTTPDoors
internal import Messages
internal import Queues

/// What is asked of a message on the basis of consent, by what the gateway knows of that consent.
///
/// Three questions are never merged: may the units be told, which every such message rests on; may a SIP be made, which a
/// plan rests on too; and what the person sees on 1177, which is the care giver's decision and none of this. What the gateway
/// knows nothing of, the sender answers for. Paths are JSON Pointers. Source: rules, "Consent, secrecy, compulsory care".
struct ConsentChecks {
    private let message: Message
    private let queue: QueueMemory
    private let caseKey: CaseKey?
    private let moment: Timestamp

    /// Takes the message, where consent is known, the message's case, and when.
    init(_ message: Message, queue: QueueMemory, in caseKey: CaseKey?, at moment: Timestamp) {
        self.message = message
        self.queue = queue
        self.caseKey = caseKey
        self.moment = moment
    }

    /// Warnings about the consent that a message names.
    ///
    /// - Parameters:
    ///   - patient: whom the message is about.
    ///   - known: what its sender may know of.
    /// - Returns: a warning when the consent is not known.
    /// - Throws: `Rejection` when the consent does not carry the message.
    func warnings(about patient: PatientKey?, known: KnownMessages) throws(Rejection) -> [Problem] {
        let named = try known.status(of: message.consentReference)
        if let named {
            guard named.type == MessageType.consentRegistered.name else {
                throw Rejection(Problem(.refersToOtherType, path: "/consentReference"))
            }
            guard try known.areOne(patient, named) else {
                throw Rejection(Problem(.refersToOtherPatient, path: "/consentReference"))
            }
        }
        if !message.type.outlivesConsent, !message.type.isReceipt { try check(named?.acceptance.messageID) }
        let isUnknown = message.consentReference != nil && named == nil
        return isUnknown ? [Problem(.unknownReference, path: "/consentReference")] : []
    }

    private func check(_ reference: MessageID?) throws(Rejection) {
        guard message.legalBasis == "consent" else { return }
        let path = reference == nil ? "/legalBasis" : "/consentReference"
        try check(.sharing, naming: reference, path: path)
        if message.type == .sipEstablished {
            try check(.plan, naming: nil, path: "/content/consent/state")
        }
    }

    private func check(
        _ question: ConsentQuestion, naming reference: MessageID?, path: String
    ) throws(Rejection) {
        switch try queue.consent(to: question, naming: reference, in: caseKey, at: moment) {
        case .given, .unknown: break
        case .withdrawn: throw Rejection(Problem(.consentIsWithdrawn, path: path))
        case .notGiven:
            throw Rejection(
                .consentWasNotGiven, "the latest answer is no, or the person cannot take a stand", path: path)
        case .notAsked:
            throw Rejection(.consentWasNotGiven, "that consent is not about telling the units", path: path)
        }
    }
}
