import HTTPWire

/// A care plan that the stub takes, in XML; tests change one thing.
enum PlanText {
    static let documentID = "7f0c3d0e-0000-4000-8000-000000000001"

    static let valid = """
        <?xml version="1.0" encoding="UTF-8"?>
        <carePlan xmlns="urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2" \
        xmlns:c="urn:riv:clinicalprocess:logistics:logistics:3">
          <c:carePlanHeader>
            <c:documentId>\(documentID)</c:documentId>
            <c:sourceSystemHSAId>SE0000000001-VAXEL</c:sourceSystemHSAId>
            <c:documentTitle>Samordnad individuell plan</c:documentTitle>
            <c:documentTime>20261120101500</c:documentTime>
            <c:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></c:patientId>
            <c:accountableHealthcareProfessional>
              <c:authorTime>20261120101500</c:authorTime>
              <c:healthcareProfessionalHSAId>SE0000000001-P0042</c:healthcareProfessionalHSAId>
              <c:healthcareProfessionalOrgUnit><c:orgUnitName>Vårdcentralen Norr &amp; Söder</c:orgUnitName></c:healthcareProfessionalOrgUnit>
              <c:healthcareProfessionalCareUnitHSAId>SE0000000001-HC01</c:healthcareProfessionalCareUnitHSAId>
              <c:healthcareProfessionalCareGiverHSAId>SE0000000001-VG01</c:healthcareProfessionalCareGiverHSAId>
            </c:accountableHealthcareProfessional>
            <c:approvedForPatient>true</c:approvedForPatient>
          </c:carePlanHeader>
          <c:carePlanBody>
            <c:content><c:mediaType>text/plain</c:mediaType><c:value>TcOlbDogZ8OlIHNqw6RsdiA8aT4=</c:value></c:content>
            <c:participatingCareUnitHSAId><c:root>1.2.752.129.2.1.4.1</c:root><c:extension>SE0000000002-SOC1</c:extension></c:participatingCareUnitHSAId>
            <c:typeOfCarePlanEnum>SIP</c:typeOfCarePlanEnum>
          </c:carePlanBody>
        </carePlan>
        """

    /// The valid plan with each part replaced by another.
    static func changed(_ changes: (String, String)...) -> String {
        changes.reduce(valid) { text, change in text.replacing(change.0, with: change.1) }
    }
}

/// An answer's body as text.
func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }
