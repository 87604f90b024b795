package import Messages
internal import XMLDocuments

/// A plan as 1177 Journalen reads it: one `carePlan` of the national contract GetCarePlans 2.0.
///
/// Source: domain `riv:clinicalprocess:logistics:logistics`, GetCarePlans 2.0 and its service description; rules,
/// "SIP on 1177 Journalen".
package struct CarePlanDocument: Hashable, Sendable {
    /// Who answers for the document towards the citizen.
    package struct Accountable: Hashable, Sendable {
        /// When the plan was written.
        package let authorTime: Timestamp
        /// The HSA-id of who wrote it; staff without one have none.
        package let professionalHSAID: String?
        /// The name of who wrote it.
        package let name: String?
        /// The care unit (vårdenhet); needed for spärr control.
        package let careUnit: UnitID
        /// The care giver (vårdgivare); needed for spärr control.
        package let careGiver: UnitID
    }

    /// Stable over the versions of a plan.
    package let documentID: String
    /// The HSA-id of the system that publishes, which is the gateway.
    package let sourceSystem: UnitID
    /// What the citizen sees as heading, in Swedish.
    package let title: String
    /// When the plan was agreed.
    package let documentTime: Timestamp
    /// The person id, 12 characters; never to be printed outside the document.
    package let patientID: String
    /// The OID of the kind of person id.
    package let patientIDType: String
    /// Who answers for the document.
    package let accountable: Accountable
    /// The care giver's decision that the person may see it.
    package let approvedForPatient: Bool
    /// What the citizen reads, as plain text in UTF-8.
    package let text: [UInt8]
    /// The units that take part, each once.
    package let participatingUnits: [UnitID]

    /// The contract's code for a coordinated individual plan.
    private static let typeOfCarePlan = "SIP"
    /// The OID that says that an id is an HSA-id.
    private static let hsaIDRoot = "1.2.752.129.2.1.4.1"

    /// The document's bytes: UTF-8, no BOM.
    package var bytes: [UInt8] {
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <carePlan xmlns="urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2" \
            xmlns:c="urn:riv:clinicalprocess:logistics:logistics:3">

            """
        xml += "  <c:carePlanHeader>\n"
        xml += element("documentId", documentID, depth: 2)
        xml += element("sourceSystemHSAId", sourceSystem.text, depth: 2)
        xml += element("documentTitle", title, depth: 2)
        xml += element("documentTime", documentTime.swedishLocalDigits, depth: 2)
        xml += "    <c:patientId>\n"
        xml += element("id", patientID, depth: 3) + element("type", patientIDType, depth: 3)
        xml += "    </c:patientId>\n"
        xml += accountableElement
        xml += element("approvedForPatient", approvedForPatient ? "true" : "false", depth: 2)
        xml += "  </c:carePlanHeader>\n"
        xml += bodyElement
        xml += "</carePlan>\n"
        return Array(xml.utf8)
    }

    private var accountableElement: String {
        var xml = "    <c:accountableHealthcareProfessional>\n"
        xml += element("authorTime", accountable.authorTime.swedishLocalDigits, depth: 3)
        if let id = accountable.professionalHSAID { xml += element("healthcareProfessionalHSAId", id, depth: 3) }
        if let name = accountable.name { xml += element("healthcareProfessionalName", name, depth: 3) }
        xml += element("healthcareProfessionalCareUnitHSAId", accountable.careUnit.text, depth: 3)
        xml += element("healthcareProfessionalCareGiverHSAId", accountable.careGiver.text, depth: 3)
        return xml + "    </c:accountableHealthcareProfessional>\n"
    }

    private var bodyElement: String {
        var xml = "  <c:carePlanBody>\n    <c:content>\n"
        xml += element("mediaType", "text/plain", depth: 3)
        xml += element("value", Base64.encode(text), depth: 3)
        xml += "    </c:content>\n"
        for unit in participatingUnits {
            xml += "    <c:participatingCareUnitHSAId>\n"
            xml += element("root", Self.hsaIDRoot, depth: 3) + element("extension", unit.text, depth: 3)
            xml += "    </c:participatingCareUnitHSAId>\n"
        }
        xml += element("typeOfCarePlanEnum", Self.typeOfCarePlan, depth: 2)
        return xml + "  </c:carePlanBody>\n"
    }

    private func element(_ name: String, _ text: String, depth: Int) -> String {
        "\(String(repeating: "  ", count: depth))<c:\(name)>\(XMLText.escape(text))</c:\(name)>\n"
    }
}
