/// What 1177 Journalen asks of a care plan beyond the schema.
///
/// Source: service contract description of GetCarePlans 2.0.
enum CarePlanRules {
    private static let mediaTypes: Set = [
        "text/plain", "text/html", "image/png", "image/jpeg", "image/tiff", "application/pdf",
    ]
    private static let planTypes: Set = ["SIP", "SPLPTLRV"]

    /// What is wrong with a plan that was sent for that documentId; empty if it may be published.
    static func findings(in plan: PlanElement, documentID: String) -> [Finding] {
        let shape = PlanShape.findings(in: plan)
        // A document of another shape would only give the same findings once more.
        guard shape.isEmpty, let header = plan["carePlanHeader"], let body = plan["carePlanBody"] else { return shape }
        return findings(inHeader: header, documentID: documentID) + findings(inBody: body)
    }

    private static func findings(inHeader header: PlanElement, documentID: String) -> [Finding] {
        var found = Collector(path: "/carePlan/carePlanHeader")
        let professional = header["accountableHealthcareProfessional"]
        found.check(header["documentId"]?.text == documentID, "documentId", "is not the documentId of the URL")
        found.check(isThere(header["sourceSystemHSAId"]), "sourceSystemHSAId", "is missing or empty")
        found.check(isThere(header["documentTitle"]), "documentTitle", "is missing or empty")
        found.check(
            header["documentTime"].map { isTime($0.text) } ?? true, "documentTime", "must be YYYYMMDDhhmmss")
        found.check(isThere(header["patientId"]?["id"]), "patientId/id", "is empty")
        found.check(isThere(header["patientId"]?["type"]), "patientId/type", "is empty")
        found.check(["true", "1"].contains(header["approvedForPatient"]?.text), "approvedForPatient", "must be true")
        found.check(
            header["nullified"].map { ["false", "0"].contains($0.text) } ?? true, "nullified",
            "must be false: a plan is withdrawn by DELETE")

        let path = "accountableHealthcareProfessional"
        found.check(
            professional?["authorTime"].map { isTime($0.text) } ?? false, "\(path)/authorTime", "must be YYYYMMDDhhmmss"
        )
        found.check(
            isEmptyOrThere(professional?["healthcareProfessionalHSAId"]), "\(path)/healthcareProfessionalHSAId",
            "is empty")
        for name in ["healthcareProfessionalCareUnitHSAId", "healthcareProfessionalCareGiverHSAId"] {
            found.check(isThere(professional?[name]), "\(path)/\(name)", "is missing or empty: blocks need it")
        }
        if let authenticator = header["legalAuthenticator"] {
            found.check(
                isTime(authenticator["signatureTime"]?.text ?? ""), "legalAuthenticator/signatureTime",
                "must be YYYYMMDDhhmmss")
        }
        return found.findings
    }

    private static func findings(inBody body: PlanElement) -> [Finding] {
        var found = Collector(path: "/carePlan/carePlanBody")
        let contents = body.all("content")
        found.check(!contents.isEmpty, "content", "is missing")
        for (index, content) in contents.enumerated() {
            check(content, "content[\(index + 1)]", &found)
        }
        for (index, unit) in body.all("participatingCareUnitHSAId").enumerated() {
            found.check(isThere(unit["root"]), "participatingCareUnitHSAId[\(index + 1)]/root", "is empty")
            found.check(
                isThere(unit["extension"]), "participatingCareUnitHSAId[\(index + 1)]/extension", "is missing or empty")
        }
        found.check(
            planTypes.contains(body["typeOfCarePlanEnum"]?.text ?? ""), "typeOfCarePlanEnum", "must be SIP or SPLPTLRV")
        return found.findings
    }

    private static func check(_ content: PlanElement, _ path: String, _ found: inout Collector) {
        found.check(mediaTypes.contains(content["mediaType"]?.text ?? ""), "\(path)/mediaType", "is not allowed")
        switch (content["value"], content["reference"]) {
        case (nil, nil): found.check(false, path, "must have a value or a reference")
        case (.some, .some): found.check(false, path, "must not have both a value and a reference")
        case (nil, let reference?): found.check(!reference.text.isEmpty, "\(path)/reference", "is empty")
        case (let value?, nil):
            let bytes = Base64.decoded(value.text)
            found.check(bytes != nil, "\(path)/value", "is not base64")
            found.check(bytes?.isEmpty != true, "\(path)/value", "is empty")
            found.check((bytes?.count ?? 0) <= Limits.inlineBytes, "\(path)/value", "is larger than 100 kB")
        }
    }

    private static func isThere(_ element: PlanElement?) -> Bool {
        element.map { !$0.text.isEmpty } ?? false
    }

    private static func isEmptyOrThere(_ element: PlanElement?) -> Bool {
        element == nil || isThere(element)
    }

    // Fourteen digits that are a moment of the calendar.
    private static func isTime(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.count == 14, digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        func number(_ from: Int, _ count: Int) -> Int { digits[from..<(from + count)].reduce(0) { $0 * 10 + $1 } }
        let (year, month) = (number(0, 4), number(4, 2))
        guard (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...days).contains(number(6, 2)) && number(8, 2) < 24 && number(10, 2) < 60 && number(12, 2) < 60
    }
}

/// Findings below one path.
private struct Collector {
    let path: String
    var findings: [Finding] = []

    init(path: String) {
        self.path = path
    }

    mutating func check(_ isRight: Bool, _ name: String, _ detail: String) {
        if !isRight { findings.append(Finding(path: "\(path)/\(name)", detail: detail)) }
    }
}
