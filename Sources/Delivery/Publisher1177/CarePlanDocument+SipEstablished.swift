package import Messages
internal import Plans
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
        guard let careUnit = Self.careUnit(of: plan, sender: sender),
            let careGiver = Self.careGiver(of: plan, sender: sender)
        else { throw .careGiverMissing }
        guard let patientIDType = patient.idType.oid ?? patient.idOID else {
            throw PublicationFault(
                code: .personIDNotPublishable, reason: "1177 knows no OID for that kind of person id")
        }
        let text = CarePlanText(plan, sender: sender).bytes
        guard text.count <= Limits.inlineCarePlan else {
            throw .tooLarge
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

    /// The HSA-id of the care giver who answers for a plan; nil when neither message nor directory names one.
    static func careGiver(of plan: Message, sender: Unit?) -> UnitID? {
        plan.content.record("publication")?.text("careGiver").flatMap { UnitID($0) } ?? sender?.careGiver
    }

    private static func careUnit(of plan: Message, sender: Unit?) -> UnitID? {
        plan.content.record("publication")?.text("careUnit").flatMap { UnitID($0) } ?? sender?.careUnit
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
