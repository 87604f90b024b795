import Foundation
import GatewayService
import Glibc
import LinuxSystem
import TestSupport
import Testing

/// The directory and the tokens change under a running gateway, whole or not at all.
@Suite(.serialized)
struct ReloadTests {
    private static let poll = "/v1/queues/\(Journey.ward)/leases?wait=0"
    private static let socialPoll = "/v1/queues/\(Journey.social)/leases?wait=0"

    private func change(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(old))
        try FileBytes.replace(path, with: Array(text.replacing(old, with: new).utf8))
    }

    @Test func `rights, tokens and subscriptions are as the files say after a reload, and not before`() async throws {
        try await Journey.run { journey in
            let ehr = try journey.ehr
            let directory = "\(journey.path)/directory.json"
            try change(
                directory, #"{ "rights": ["send", "receive"], "organisation": "SE0000000001" }"#,
                #"{ "rights": ["send"], "organisation": "SE0000000001" }"#)
            let register = try TokenRegister(configuration: "\(journey.path)/vaxel.json")
            let municipal = try #require(try register.list().first { "\($0.system)" == "municipal" })
            let old = try journey.municipal
            _ = try register.revoke(municipal.id)
            #expect(try await ehr.post(Self.poll).status == 204)
            #expect(try await old.post(Self.socialPoll).status == 204)

            #expect(await journey.reload() == nil)
            #expect(try await ehr.post(Self.poll).status == 403)
            #expect(try await old.post(Self.socialPoll).status == 401)
            #expect(try await ehr.send(try SampleMessage("AdmissionNotice.json")).status == 202)
        }
    }

    @Test func `limits and the wish for receipts are as the file says after a reload, and not before`() async throws {
        try await Journey.run { journey in
            let (ehr, municipal) = (try journey.ehr, try journey.municipal)
            let directory = "\(journey.path)/directory.json"
            try change(directory, #""name": "ehr","#, #""name": "ehr", "receipts": "status-only","#)
            try change(directory, #""name": "municipal","#, #""name": "municipal", "limits": { "openLeases": 1 },"#)
            for number in 1...2 {
                let message = try SampleMessage("AdmissionNotice.json", caseID: "C-\(number)")
                #expect(try await ehr.send(message).status == 202)
            }
            let before = try await municipal.lease(Journey.social)
            #expect(before.count == 2)
            #expect(try await municipal.complete(try #require(before.first)).status == 204)
            #expect(try await ehr.lease(Journey.ward).count == 1)
            #expect(try await municipal.post(Self.socialPoll).status == 204)

            #expect(await journey.reload() == nil)
            #expect(try await municipal.post(Self.socialPoll).status == 429)
            #expect(try await municipal.complete(try #require(before.last)).status == 204)
            #expect(try await municipal.post(Self.socialPoll).status == 204)
            #expect(try await ehr.post(Self.poll).status == 204)
        }
    }

    @Test(arguments: ["directory.json", "credentials.json"])
    func `a faulty file changes nothing, and its fault is named`(name: String) async throws {
        try await Journey.run { journey in
            let ehr = try journey.ehr
            // The other file is sound and would take the right away; it does not count alone.
            let directory = "\(journey.path)/directory.json"
            try change(
                directory, #"{ "rights": ["send", "receive"], "organisation": "SE0000000001" }"#,
                #"{ "rights": ["receive"], "organisation": "SE0000000001" }"#)
            try FileBytes.replace("\(journey.path)/\(name)", with: Array("{ \"sistems\": [] }".utf8))
            let fault = try #require(await journey.reload())
            #expect(fault.description.contains(name))
            #expect(try await ehr.send(try SampleMessage("AdmissionNotice.json")).status == 202)
            #expect(try await ehr.post(Self.poll).status == 204)
        }
    }

    @Test func `a file that others can write to is not taken`() async throws {
        try await Journey.run { journey in
            chmod("\(journey.path)/directory.json", 0o666)
            #expect(await journey.reload() != nil)
            chmod("\(journey.path)/directory.json", 0o600)
            #expect(await journey.reload() == nil)
        }
    }

    @Test func `a unit that deliveries wait for is not taken away`() async throws {
        try await Journey.run { journey in
            let ehr = try journey.ehr
            #expect(try await ehr.send(try SampleMessage("AdmissionNotice.json")).status == 202)
            let directory = "\(journey.path)/directory.json"
            try change(directory, "\"\(Journey.social)\"", "\"SE0000000002-SOC9\"")
            let fault = try #require(await journey.reload())
            #expect(fault.description.contains(Journey.social))
            let municipal = try journey.municipal
            let deliveries = try await municipal.lease(Journey.social)
            #expect(deliveries.count == 1)
            for delivery in deliveries { #expect(try await municipal.complete(delivery).status == 204) }
            #expect(await journey.reload() == nil)
        }
    }

    @Test func `SIGHUP makes the served program reload, and it goes on`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/gateway"
        let log = "\(folder.path)/log"
        try StarterFolder.write(to: path, port: 0, publisherPort: 1)
        let gateway = try await BuiltProgram.start("vaxel", ["serve", "--config", "\(path)/vaxel.json"], log: log)
        let added = try await BuiltProgram.run("vaxel", ["token", "add", "ehr", "--config", "\(path)/vaxel.json"])
        let token = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let ehr = APIClient(port: gateway.port, token: token)
        #expect(try await ehr.post(Self.poll).status == 401)
        gateway.tell(SIGHUP)
        _ = try await eventually("the new token") { try await ehr.post(Self.poll).status == 204 ? true : nil }
        try FileBytes.replace("\(path)/directory.json", with: Array("{}x".utf8))
        gateway.tell(SIGHUP)
        _ = try await eventually("the fault in the log") {
            try String(contentsOfFile: log, encoding: .utf8).contains("event=configuration-not-reloaded") ? true : nil
        }
        #expect(try await ehr.post(Self.poll).status == 204)
        let end = await gateway.end(SIGTERM)
        #expect(end.isByItself && end.status == 0)
        let text = try String(contentsOfFile: log, encoding: .utf8)
        #expect(text.contains("event=configuration-reloaded units=+0/-0/~0 systems=+0/-0/~0"))
        #expect(text.contains("tokens=+1/-0/~0"))
        #expect(!text.contains(token))
    }
}
