internal import Messages

extension CarePlanDocument {
    /// The last version of the plan, marked as closed (avslutad): the same document, which says first that it is closed.
    ///
    /// What was agreed stays as it was, and so does who answers for it. The sender's own words about the closing stay out:
    /// nobody has approved that the person sees them.
    ///
    /// - Parameter closing: a `SipClosed` of the plan.
    /// - Returns: the document to put in the place of this one.
    /// - Throws: `PublicationFault` when the closing lacks its time, or the text has become too long.
    func closed(by closing: Message) throws(PublicationFault) -> CarePlanDocument {
        guard let closedAt = closing.content.text("closedAt").flatMap({ Timestamp(rfc3339: $0) }) else {
            throw PublicationFault(code: .storedMessageUnreadable, reason: "the stored closing lacks its closedAt")
        }
        let text = CarePlanText.closing(at: closedAt, reason: closing.content.record("reason")?.text("code")) + text
        guard text.count <= Limits.inlineCarePlan else { throw .tooLarge }
        return CarePlanDocument(
            documentID: documentID, sourceSystem: sourceSystem, title: "\(title) – avslutad",
            documentTime: documentTime, patientID: patientID, patientIDType: patientIDType,
            accountable: Accountable(
                authorTime: closedAt, professionalHSAID: accountable.professionalHSAID, name: accountable.name,
                careUnit: accountable.careUnit, careGiver: accountable.careGiver),
            approvedForPatient: approvedForPatient, text: text, participatingUnits: participatingUnits)
    }
}
