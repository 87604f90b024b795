/// A care plan as 1177 shows it: what the page and the list need, and no more.
struct CarePlan: Sendable {
    /// One content: text to show, or something that can only be named.
    struct Content: Sendable {
        let mediaType: String
        let bytes: [UInt8]
        let isReference: Bool
    }

    let documentID: String
    let title: String
    /// `YYYYMMDDhhmmss`, Swedish local time; the author's time where the document has none.
    let time: String
    /// `YYYYMMDDhhmmss`, Swedish local time: when the document was last written.
    let authorTime: String
    let careUnit: String
    /// The unit's name, if the document tells it.
    let unitName: String?
    let type: String
    let contents: [Content]

    /// Reads a plan that has been found in order.
    init(_ plan: PlanElement) {
        let header = plan["carePlanHeader"]
        let professional = header?["accountableHealthcareProfessional"]
        let body = plan["carePlanBody"]
        documentID = header?["documentId"]?.text ?? ""
        title = header?["documentTitle"]?.text ?? ""
        time = header?["documentTime"]?.text ?? professional?["authorTime"]?.text ?? ""
        authorTime = professional?["authorTime"]?.text ?? ""
        careUnit = professional?["healthcareProfessionalCareUnitHSAId"]?.text ?? ""
        unitName = professional?["healthcareProfessionalOrgUnit"]?["orgUnitName"]?.text
        type = body?["typeOfCarePlanEnum"]?.text ?? ""
        contents = (body?.all("content") ?? []).map { content in
            Content(
                mediaType: content["mediaType"]?.text ?? "",
                bytes: content["value"].flatMap { Base64.decoded($0.text) } ?? [],
                isReference: content["reference"] != nil)
        }
    }

    /// Whether the document says of itself, in its title, that the plan is closed; the contract has no field for it.
    var isClosed: Bool { title.lowercased().hasSuffix("avslutad") }
}
