internal import Messages
internal import Queues

/// What is asked of a message that refers to another, when the gateway knows that one.
///
/// A reference that it does not know is a warning, never a refusal: care must not stop on the order of arrival. Paths are
/// JSON Pointers. Source: rules, "Receipts"; interfaces, "Replacing".
struct ReferenceChecks {
    private let message: Message
    private let patients: [PatientKey?]
    private let known: KnownMessages

    /// Takes the message, whom it is about by any of the ids that it gives, and what its sender may know of.
    init(_ message: Message, about patients: [PatientKey?], known: KnownMessages) {
        self.message = message
        self.patients = patients
        self.known = known
    }

    /// Warnings for what is not known or needs nothing.
    ///
    /// - Throws: `Rejection` with every place where a reference does not fit.
    func warnings() throws(Rejection) -> [Problem] {
        var problems: [Problem] = []
        var warnings: [Problem] = []
        if let refersTo = message.refersTo {
            if let original = try known.status(of: refersTo) {
                problems += try faults(inReferring: original)
                if message.type.cancels, original.cancellation != nil {
                    warnings.append(Problem(.alreadyCancelled, path: "/refersTo"))
                }
            } else {
                warnings.append(Problem(.unknownReference, path: "/refersTo"))
            }
        }
        if let replaces = message.replaces {
            if let original = try known.status(of: replaces) {
                problems += try faults(inReplacing: original)
            } else {
                warnings.append(Problem(.unknownReplaced, path: "/replaces"))
            }
        }
        if let rejection = Rejection(problems) { throw rejection }
        return warnings
    }

    private func faults(inReferring original: MessageStatus) throws(Rejection) -> [Problem] {
        let isAllowed =
            message.type.refersToTypes.isEmpty
            ? message.type.isReceipt
                || !(original.isReceipt || message.type.cancels && original.type == message.type.name)
            : message.type.refersToTypes.contains(original.type)
        guard isAllowed else { return [Problem(.refersToOtherType, path: "/refersTo")] }
        if message.type.cancels, !known.sent(original) { return [Problem(.cancelsOthers, path: "/refersTo")] }
        if message.type.takesBackReferred, !known.sent(original) {
            return [Problem(.withdrawsOthers, path: "/refersTo")]
        }
        return try isAboutSamePatient(as: original) ? [] : [Problem(.refersToOtherPatient, path: "/refersTo")]
    }

    private func faults(inReplacing original: MessageStatus) throws(Rejection) -> [Problem] {
        // A plan may pass from one organisation's coordinator to another's; the register of plans judges that.
        guard original.type == message.type.name, known.sent(original) || message.type == .sipEstablished else {
            return [Problem(.replacesOther, path: "/replaces")]
        }
        return try isAboutSamePatient(as: original) ? [] : [Problem(.refersToOtherPatient, path: "/replaces")]
    }

    private func isAboutSamePatient(as original: MessageStatus) throws(Rejection) -> Bool {
        for patient in patients where try known.areOne(patient, original) { return true }
        return false
    }
}

extension MessageType {
    /// Whether a message of the type takes another one back.
    var cancels: Bool { self == .messageCancelled }
}
