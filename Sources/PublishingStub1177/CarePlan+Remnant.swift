internal import XMLDocuments

extension CarePlan {
    /// What is kept on disk of a plan that is withdrawn: what the list names, and neither person nor content.
    var remnant: [UInt8] {
        let text: (String) -> String = { XMLText.escape($0) }
        return Array(
            """
            <carePlan xmlns="\(PlanElement.response)" xmlns:c="\(PlanElement.common)">\
            <c:carePlanHeader><c:documentId>\(text(documentID))</c:documentId>\
            <c:documentTitle>\(text(title))</c:documentTitle>\
            <c:accountableHealthcareProfessional>\
            <c:healthcareProfessionalCareUnitHSAId>\(text(careUnit))</c:healthcareProfessionalCareUnitHSAId>\
            </c:accountableHealthcareProfessional></c:carePlanHeader>\
            <c:carePlanBody><c:typeOfCarePlanEnum>\(text(type))</c:typeOfCarePlanEnum></c:carePlanBody>\
            </carePlan>

            """.utf8)
    }
}
