package import Messages
package import Routing

extension CarePlanDocument {
    /// Makes the document of an agreed plan.
    ///
    /// The HSA-ids of care unit and care giver come from the message, else from the directory; they are never guessed.
    ///
    /// - Parameters:
    ///   - plan: a `SipEstablished`.
    ///   - sender: the sending unit in the directory.
    ///   - sourceSystem: the gateway's own HSA-id.
    /// - Throws: `PublicationFault`, which says who must mend what before the plan can be published.
    package init(of plan: Message, sender: Unit?, sourceSystem: UnitID) throws(PublicationFault) {
        if let refusal = PublicationRule.refusal(of: plan) {
            throw PublicationFault(code: refusal.code, reason: refusal.detail)
        }
        let content = plan.content
        guard let patient = plan.patient, let documentID = content.text("planId"),
            let established = content.text("establishedAt").flatMap({ Timestamp(rfc3339: $0) })
        else {
            throw PublicationFault(
                code: .storedMessageUnreadable, reason: "the stored plan lacks its patient, planId or establishedAt")
        }
        let publication = content.record("publication")
        guard let careUnit = publication?.text("careUnit").flatMap({ UnitID($0) }) ?? sender?.careUnit,
            let careGiver = publication?.text("careGiver").flatMap({ UnitID($0) }) ?? sender?.careGiver
        else {
            throw PublicationFault(
                code: .careGiverMissing,
                reason: "neither the message nor the directory names the HSA-ids of care unit and care giver")
        }
        guard let patientIDType = patient.idType.oid ?? patient.idOID else {
            throw PublicationFault(
                code: .personIDNotPublishable, reason: "1177 knows no OID for that kind of person id")
        }
        let text = CarePlanText(plan, sender: sender).bytes
        guard text.count <= Limits.inlineCarePlan else {
            throw PublicationFault(
                code: .carePlanTooLarge, reason: "the plan's text is larger than the 100 kB that 1177 takes inline")
        }
        self.init(
            documentID: documentID, sourceSystem: sourceSystem, title: "Samordnad individuell plan (SIP)",
            documentTime: established, patientID: patient.id, patientIDType: patientIDType,
            accountable: Accountable(
                authorTime: established,
                professionalHSAID: plan.sender.person?.text("hsaId"),
                name: plan.sender.person?.text("name"),
                careUnit: careUnit, careGiver: careGiver),
            approvedForPatient: true, text: text, participatingUnits: Self.participants(in: content))
    }

    /// The units that take part: those of participants and efforts, each once, in the order of the plan.
    private static func participants(in content: Record) -> [UnitID] {
        var units: [UnitID] = []
        let references =
            content.items("participants").compactMap { $0.record?.record("unit") }
            + content.items("efforts").compactMap { $0.record?.record("unit") }
        for unit in references.compactMap({ $0.text("hsaId") }).compactMap({ UnitID($0) }) where !units.contains(unit) {
            units.append(unit)
        }
        return units
    }
}

/// Why a plan cannot be published as it is.
///
/// Trying again changes nothing until somebody has mended it.
package struct PublicationFault: Error, Hashable, Sendable {
    /// What is wrong, by the catalogue of codes.
    package let code: RejectionCode
    /// English, without values from the plan.
    package let reason: String
}
