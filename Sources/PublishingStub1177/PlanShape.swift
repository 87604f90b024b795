/// Which elements stand in which, in what order and how often.
///
/// Source: clinicalprocess_logistics_logistics_3.0.xsd, CarePlanType and the types it uses.
enum PlanShape {
    private struct Place {
        let name: String
        let isNeeded: Bool
        let repeats: Bool
        let type: String
    }

    private static let places: [String: [Place]] = [
        "CarePlan": [need("carePlanHeader", "Header"), need("carePlanBody", "Body")],
        "Header": [
            need("documentId"), need("sourceSystemHSAId"), may("documentTitle"), may("documentTime"),
            need("patientId", "PersonId"), need("accountableHealthcareProfessional", "Professional"),
            may("legalAuthenticator", "Authenticator"), need("approvedForPatient"), may("nullified"),
            may("nullifiedReason"), may("careContactId"),
        ],
        "PersonId": [need("id"), need("type")],
        "Professional": [
            need("authorTime"), may("healthcareProfessionalHSAId"), may("healthcareProfessionalName"),
            may("healthcareProfessionalRoleCode", "CV"), may("healthcareProfessionalOrgUnit", "OrgUnit"),
            may("healthcareProfessionalCareUnitHSAId"), may("healthcareProfessionalCareGiverHSAId"),
        ],
        "CV": [
            may("code"), may("codeSystem"), may("codeSystemName"), may("codeSystemVersion"), may("displayName"),
            may("originalText"),
        ],
        "OrgUnit": [
            may("orgUnitHSAId"), may("orgUnitName"), may("orgUnitTelecom"), may("orgUnitEmail"),
            may("orgUnitAddress"), may("orgUnitLocation"),
        ],
        "Authenticator": [need("signatureTime"), may("legalAuthenticatorHSAId"), may("legalAuthenticatorName")],
        "Body": [
            many("content", "Multimedia"), many("participatingCareUnitHSAId", "II"), may("typeOfCarePlanEnum"),
        ],
        "Multimedia": [may("id"), need("mediaType"), may("value"), may("reference")],
        "II": [need("root"), may("extension")],
    ]

    /// What is out of place in a `carePlan` element.
    static func findings(in plan: PlanElement) -> [Finding] {
        guard plan.name == "carePlan", plan.namespace == PlanElement.response else {
            return [Finding(path: "/*", detail: "the root must be carePlan in \(PlanElement.response)")]
        }
        return findings(in: plan, type: "CarePlan", path: "/carePlan")
    }

    private static func findings(in element: PlanElement, type: String, path: String) -> [Finding] {
        guard let places = places[type] else {
            return element.children.isEmpty ? [] : [Finding(path: path, detail: "must hold text only")]
        }
        var findings: [Finding] = []
        var next = 0
        var counts: [String: Int] = [:]
        for child in element.children where child.namespace == PlanElement.common {
            guard let index = places.firstIndex(where: { $0.name == child.name }) else {
                findings.append(Finding(path: "\(path)/*", detail: "has an element that the schema does not know"))
                continue
            }
            let place = places[index]
            let childPath = "\(path)/\(child.name)"
            if index < next { findings.append(Finding(path: childPath, detail: "is out of order")) }
            next = max(next, index)
            counts[child.name, default: 0] += 1
            if counts[child.name] == 2, !place.repeats {
                findings.append(Finding(path: childPath, detail: "may stand only once"))
            }
            findings += self.findings(in: child, type: place.type, path: childPath)
        }
        for place in places where place.isNeeded && counts[place.name] == nil {
            findings.append(Finding(path: "\(path)/\(place.name)", detail: "is missing"))
        }
        return findings
    }

    private static func need(_ name: String, _ type: String = "") -> Place {
        Place(name: name, isNeeded: true, repeats: false, type: type)
    }

    private static func may(_ name: String, _ type: String = "") -> Place {
        Place(name: name, isNeeded: false, repeats: false, type: type)
    }

    private static func many(_ name: String, _ type: String) -> Place {
        Place(name: name, isNeeded: false, repeats: true, type: type)
    }
}
