import HTTPTransport
import HTTPWire
import Testing

/// Plans with one thing wrong, and what the stub says of it.
@Suite struct RefusedPlanTests {
    private static let header = "/carePlan/carePlanHeader/"
    private static let professional = header + "accountableHealthcareProfessional/"
    private static let body = "/carePlan/carePlanBody/"
    private static let value = "TcOlbDogZ8OlIHNqw6RsdiA8aT4="

    private static let table: [(change: (String, String), path: String)] = [
        ((">\(PlanText.documentID)<", ">another<"), header + "documentId"),
        (("<c:documentTitle>Samordnad individuell plan</c:documentTitle>", ""), header + "documentTitle"),
        ((">Samordnad individuell plan<", "> <"), header + "documentTitle"),
        ((">SE0000000001-VAXEL<", "><"), header + "sourceSystemHSAId"),
        ((">SE0000000001-P0042<", "><"), professional + "healthcareProfessionalHSAId"),
        ((">SE0000000001-HC01<", "><"), professional + "healthcareProfessionalCareUnitHSAId"),
        (
            ("<c:healthcareProfessionalCareGiverHSAId>SE0000000001-VG01</c:healthcareProfessionalCareGiverHSAId>", ""),
            professional + "healthcareProfessionalCareGiverHSAId"
        ),
        (("documentTime>20261120101500", "documentTime>2026-11-20T10:15"), header + "documentTime"),
        (("documentTime>20261120101500", "documentTime>20260229101500"), header + "documentTime"),
        (("authorTime>20261120101500", "authorTime>20261120240000"), professional + "authorTime"),
        ((">191212121212<", "><"), header + "patientId/id"),
        ((">true<", ">false<"), header + "approvedForPatient"),
        (("<c:approvedForPatient>true</c:approvedForPatient>", ""), header + "approvedForPatient"),
        (("text/plain", "text/rtf"), body + "content[1]/mediaType"),
        (("<c:value>\(value)</c:value>", ""), body + "content[1]"),
        (("</c:value>", "</c:value><c:reference>https://example.test/1</c:reference>"), body + "content[1]"),
        ((value, value + "A"), body + "content[1]/value"),
        ((value, "TcOlb*=="), body + "content[1]/value"),
        ((value, "TQ=a"), body + "content[1]/value"),
        ((value, "TR=="), body + "content[1]/value"),
        ((value, String(repeating: "AAAA", count: 33_334)), body + "content[1]/value"),
        ((">SIP<", ">VP<"), body + "typeOfCarePlanEnum"),
        (("<c:typeOfCarePlanEnum>SIP</c:typeOfCarePlanEnum>", ""), body + "typeOfCarePlanEnum"),
        ((">SE0000000002-SOC1<", "><"), body + "participatingCareUnitHSAId[1]/extension"),
        (("<c:carePlanBody>", "<c:carePlanBody><c:unknown/>"), "/carePlan/carePlanBody/*"),
        (("<c:patientId>", "<c:documentTime>20261120101500</c:documentTime><c:patientId>"), header + "documentTime"),
        (("<c:root>1.2.752.129.2.1.4.1</c:root>", ""), body + "participatingCareUnitHSAId/root"),
        ((">true<", "><c:b>true</c:b><"), header + "approvedForPatient"),
        (("GetCarePlansResponder:2", "GetCarePlansResponder:1"), "/*"),
        (("</carePlan>", ""), "/"),
        (("<carePlan ", "<!DOCTYPE carePlan [<!ENTITY x \"y\">]><carePlan "), "/"),
    ]

    @Test func `each plan with one thing wrong is refused for just that`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            for (change, path) in Self.table {
                let response = try await stub.client.send(
                    method: "PUT", target: "/care-plans/\(PlanText.documentID)",
                    headers: HTTPHeaders([("Content-Type", "application/xml")]),
                    body: Array(PlanText.changed(change).utf8), within: 120)
                #expect(response.status == 422, "\(change.0)")
                let answer = text(response)
                #expect(answer.contains("{\"path\": \"\(path)\""), "\(path) is not in \(answer)")
                #expect(answer.matches(of: /"path"/).count == 1, "\(answer)")
                #expect(!answer.contains("191212121212"))
            }
            #expect(text(try await stub.client.send(method: "GET", target: "/published", within: 120)) == "[]\n")
        }
    }

    @Test func `an unknown element of another namespace is let through`() async throws {
        try await withFolder { folder in
            let stub = try await StubProcess.start(folder: folder)
            let plan = PlanText.changed(("</c:carePlanBody>", "<x:more xmlns:x=\"urn:x\">1</x:more></c:carePlanBody>"))
            let response = try await stub.client.send(
                method: "PUT", target: "/care-plans/\(PlanText.documentID)",
                headers: HTTPHeaders([("Content-Type", "text/xml; charset=UTF-8")]), body: Array(plan.utf8), within: 120
            )
            #expect(response.status == 201)
        }
    }
}
