import Foundation
import GatewayService
import TestSupport
import Testing

/// What the served program writes about a journey holds nothing of a patient.
struct SecrecyTests {
    /// What stands in the samples that are sent, and must not stand in a log.
    private static let words = [
        "191212121212", "191212121213", "19121212", "Tolvan", "Tallvägen", "Elvansson", "974 32", "Hemtjänst",
        "hemtjänst",
        "Testperson", "Testläkare", "010-000", "N-2026-000417", "brevlådan", "Biståndshandläggaren",
        "The case is not known",
    ]

    @Test func `no log line of a whole journey holds a number, a name, an address, a payload or a token`() async throws
    {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0, publisherPort: 1)
        let file = URL(filePath: "\(path)/vaxel.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"data\": \"data\",", with: "\"data\": \"data\", \"log\": \"debug\",")
            .write(to: file, atomically: false, encoding: .utf8)
        let log = "\(folder.path)/log"
        let program = try await BuiltProgram.start("vaxel", ["serve", "--config", file.path], log: log)
        let ehr = APIClient(port: program.port, token: try TokenFile.read("\(path)/tokens/ehr.token"))
        let municipal = APIClient(port: program.port, token: try TokenFile.read("\(path)/tokens/municipal.token"))
        let operations = APIClient(port: program.port, token: try TokenFile.read("\(path)/tokens/operator.token"))
        try await tell(ehr, municipal, operations)
        let end = await program.end(SIGTERM)
        #expect(end.status == 0 && end.isByItself)

        let lines = try String(contentsOfFile: log, encoding: .utf8)
        #expect(lines.split(separator: "\n").count > 20, "the log says what happens: \(lines)")
        #expect(lines.contains("/v1/messages"))
        for word in Self.words { #expect(!lines.contains(word), "\(word) stands in the log") }
        for system in ["ehr", "municipal", "operator"] {
            #expect(!lines.contains(try TokenFile.read("\(path)/tokens/\(system).token")))
        }
    }

    /// Everything that can be done, well and badly.
    private func tell(_ ehr: APIClient, _ municipal: APIClient, _ operations: APIClient) async throws {
        for sample in ["AdmissionNotice.xml", "GeneralMessage.json", "SipEstablished.json"] {
            #expect(try await ehr.send(try SampleMessage(sample)).status == 202)
        }
        for name in RepositoryFiles.names(in: "samples/invalid") {
            let type = name.hasSuffix("xml") ? "application/xml" : "application/json"
            let bytes = try RepositoryFiles.bytes("samples/invalid/\(name)")
            #expect(try await ehr.call("POST", "/v1/messages", type: type, body: bytes).status >= 400)
        }
        #expect(try await ehr.get("/v1/messages/191212121212").status == 404)
        #expect(try await ehr.get("/v1/191212121212?name=Tolvan").status == 404)
        #expect(try await ehr.post("/v1/queues/191212121212/leases?Tolvan=1").status == 400)
        let first = try #require(try await municipal.lease("SE0000000002-SOC1").first)
        #expect(try await municipal.reject(first, permanent: true).status == 204)
        let letter = try #require(try await operations.get("/v1/dead-letters").json["deadLetters"].items.first)
        #expect(try await operations.post("/v1/dead-letters/\(letter["deadLetterId"].text ?? "")/retry").status == 202)
        while let next = try await municipal.lease("SE0000000002-SOC1", max: 1).first {
            #expect(try await municipal.complete(next, reference: "Tolvan Tolvansson").status == 204)
        }
        while let next = try await ehr.lease("SE0000000001-AVD52", max: 1).first {
            #expect(try await ehr.complete(next).status == 204)
        }
    }
}
