import TestSupport
import Testing

/// The same message twice: the same receipt twice, one delivery.
struct DuplicateTests {
    @Test func `a resend gets the first receipt byte for byte and is queued once`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let first = try await journey.ehr.send(message)
            let again = try await journey.ehr.send(message)
            var other = message
            other.set("transmissionId", "7d6f0c0e-0000-4000-8000-000000000001")
            let anew = try await journey.ehr.send(other)
            #expect([first.status, again.status, anew.status] == [202, 200, 200])
            #expect([first, again, anew].map { $0.header("Vaxel-Duplicate") } == [nil, "true", "true"])
            #expect(again.bytes == first.bytes)
            #expect(anew.bytes == first.bytes)
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
        }
    }

    @Test func `the same content in the other form is a duplicate`() async throws {
        try await Journey.run { journey in
            let json = try SampleMessage("AdmissionNotice-minimal.json")
            var xml = try SampleMessage("AdmissionNotice-minimal.xml")
            xml.set("messageId", json.id)
            #expect(try await journey.ehr.send(json).status == 202)
            let again = try await journey.ehr.send(xml)
            #expect(again.status == 200)
            #expect(again.header("Vaxel-Duplicate") == "true")
        }
    }

    @Test func `the same id with other content or from another unit is refused alike`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            #expect(try await journey.ehr.send(message).status == 202)
            let changed = try await journey.ehr.send(message.replacing("torsdag", with: "fredag"))
            var foreign = message.replacing("SE0000000002-SOC1", with: Journey.nurses)
            foreign = foreign.replacing(Journey.ward, with: Journey.social)
            let stolen = try await journey.municipal.send(foreign)
            #expect([changed.status, stolen.status] == [409, 409])
            #expect(changed.json["code"].text == "VX-1601")
            for member in ["code", "title", "detail", "status", "mendBy", "errors"] {
                #expect(changed.json[member] == stolen.json[member], "\(member) tells whose the first was")
            }
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
            #expect(try await journey.municipal.lease(Journey.nurses).isEmpty)
        }
    }

    @Test func `of many resends at once exactly one is answered 202`() async throws {
        try await Journey.run { journey in
            let message = try SampleMessage("GeneralMessage.json")
            let ehr = try journey.ehr
            let answers = try await withThrowingTaskGroup { group in
                for _ in 0..<16 { group.addTask { try await ehr.send(message) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 202 }.count == 1)
            #expect(answers.filter { $0.status == 200 }.count == 15)
            #expect(Set(answers.map(\.text)).count == 1)
            #expect(try await journey.municipal.lease(Journey.social).count == 1)
        }
    }
}
