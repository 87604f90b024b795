import AccessControl
import Delivery
@testable import GatewayService
import HTTPTransport
import MessageFormats
import Messages
import Routing
import SampleWorld
import Testing

/// What `directory.json` may say of how units, care givers and systems hang together, each fault at its place.
struct DirectoryFileRelationsTests {
    /// Two organisations; what is given goes into the units `SE1-A` and `SE1-F`, and to the top of the file.
    private func file(
        ward: String = "", office: String = "", careGivers: String = "", systems: String = "",
        subscriptions: String = ""
    ) -> String {
        """
        { "organisations": [
            { "hsaId": "SE1", "name": "Ett", "principal": "region", "units": [
              { "hsaId": "SE1-A", "name": "A", "kind": "ward"\(ward) },
              { "hsaId": "SE1-B", "name": "B", "kind": "healthCentre", "highestSensitivity": 3 },
              { "hsaId": "SE1-C", "name": "C", "kind": "ward", "highestSensitivity": 1 },
              { "hsaId": "SE1-F", "name": "F", "kind": "administrative"\(office) },
              { "hsaId": "SE1-G", "name": "G", "kind": "administrative", "partOf": "SE1-F" } ] },
            { "hsaId": "SE2", "name": "Två", "principal": "municipality", "units": [
              { "hsaId": "SE2-F", "name": "F", "kind": "administrative", "highestSensitivity": 3 },
              { "hsaId": "SE2-S", "name": "S", "kind": "school" } ] } ],
          "careGivers": [\(careGivers)], "subscriptions": [\(subscriptions)], "systems": [\(systems)] }
        """
    }

    private func read(_ text: String, acceptsUnencryptedTraffic: Bool = false) throws -> DirectoryFile {
        try DirectoryFile(
            bytes: Array(text.utf8), file: "d", acceptsUnencryptedTraffic: acceptsUnencryptedTraffic)
    }

    private func fault(_ text: String) throws -> ConfigurationFault {
        try #require(#expect(throws: ConfigurationFault.self) { try read(text) })
    }

    // MARK: partOf

    @Test func `a unit belongs to an administrative unit that stands anywhere in the file`() throws {
        let directory = try read(file(ward: #", "partOf": "SE1-G""#)).directory
        #expect(directory.units[.sample("SE1-A")]?.partOf == .sample("SE1-G"))
        #expect(directory.units[.sample("SE1-B")]?.partOf == nil)
    }

    @Test(arguments: ["SE9-X", "SE1-B", "SE2-F", "SE1-A", "x y"])
    func `a unit belongs to nothing else`(above: String) throws {
        #expect(try fault(file(ward: ", \"partOf\": \"\(above)\"")).path == "/organisations/0/units/0/partOf")
    }

    @Test func `units are not part of each other`() throws {
        let fault = try fault(file(ward: #", "partOf": "SE1-G""#, office: #", "partOf": "SE1-G""#))
        #expect(fault.path.hasSuffix("/partOf"))
        #expect(fault.detail.contains("part of itself"))
        let itself = try self.fault(file(office: #", "partOf": "SE1-F""#))
        #expect(itself.path == "/organisations/0/units/3/partOf")
    }

    // MARK: onCall

    @Test func `a unit is put on call for the hours of the week`() throws {
        let directory = try read(
            file(ward: #", "onCall": [{ "unit": "SE1-B", "hours": "mon-fri 16:00-08:00, sat-sun 00:00-24:00" }]"#)
        ).directory
        let hours = try #require(WeeklyHours.list("mon-fri 16:00-08:00, sat-sun 00:00-24:00"))
        #expect(
            directory.units[.sample("SE1-A")]?.onCall == [OnCallDuty(unit: .sample("SE1-B"), hours: hours)])
        // The tests happen on a Sunday.
        #expect(directory.unitsCovered(by: .sample("SE1-B"), at: .testTime) == [.sample("SE1-A")])
    }

    @Test(arguments: [
        (#"{ "hours": "mon 08:00-16:00" }"#, "unit"), (#"{ "unit": "SE1-B" }"#, "hours"),
        (#"{ "unit": "SE1-B", "hours": "nights" }"#, "hours"),
        (#"{ "unit": "SE9-X", "hours": "mon 08:00-16:00" }"#, "unit"),
        (#"{ "unit": "SE1-A", "hours": "mon 08:00-16:00" }"#, "unit"),
        (#"{ "unit": "SE1-C", "hours": "mon 08:00-16:00" }"#, "unit"),
        (#"{ "unit": "SE2-F", "hours": "mon 08:00-16:00" }"#, "unit"),
        (#"{ "unit": "SE2-S", "hours": "mon 08:00-16:00" }"#, "unit"),
        (#"{ "unit": "SE1-B", "hours": "mon 08:00-16:00", "phone": "P" }"#, "phone"),
    ])
    func `a fault of an on-call duty is told at its place`(duty: String, place: String) throws {
        #expect(try fault(file(ward: ", \"onCall\": [\(duty)]")).path == "/organisations/0/units/0/onCall/0/\(place)")
    }

    // MARK: careGivers

    @Test func `a care giver says what becomes of closed plans, and keeps them unless it does`() throws {
        let careGivers = try read(
            file(
                careGivers: """
                    { "hsaId": "SE1-VG1", "name": "V", "onClose": "withdraw" }, { "hsaId": "SE1-VG2", "name": "W" },
                    { "hsaId": "SE1-VG3", "name": "X", "onClose": "keep" }
                    """)
        ).directory.careGivers
        #expect(careGivers[.sample("SE1-VG1")] == CareGiver(id: .sample("SE1-VG1"), name: "V", onClose: .withdraw))
        #expect(careGivers[.sample("SE1-VG2")]?.onClose == .keep)
        #expect(careGivers[.sample("SE1-VG3")]?.onClose == .keep)
        #expect(careGivers.count == 3)
    }

    @Test(arguments: [
        (#"{ "name": "V" }"#, "/careGivers/0/hsaId"), (#"{ "hsaId": "SE1-VG1" }"#, "/careGivers/0/name"),
        (#"{ "hsaId": "SE1-VG1", "name": "V", "onClose": "delete" }"#, "/careGivers/0/onClose"),
        (#"{ "hsaId": "SE1-VG1", "name": "V", "onclose": "keep" }"#, "/careGivers/0/onclose"),
        (#"{ "hsaId": "SE1-VG1", "name": "V" }, { "hsaId": "se1-vg1", "name": "W" }"#, "/careGivers/1/hsaId"),
    ])
    func `a fault of a care giver is told at its place`(careGivers: String, path: String) throws {
        #expect(try fault(file(careGivers: careGivers)).path == path)
    }

    // MARK: Receipts

    @Test func `a system gets its receipts in the queue, unless it wishes otherwise`() throws {
        let read = try read(
            file(
                systems: """
                    { "name": "ehr" }, { "name": "municipal", "receipts": "status-only" },
                    { "name": "operator", "receipts": "queue" }
                    """))
        #expect(read.receiptDelivery == [.ehr: .queue, .municipal: .statusOnly, .operations: .queue])
    }

    private func pushing(_ receiptsTo: String, receipts: String = "push") -> String {
        file(systems: "{ \"name\": \"ehr\", \"receipts\": \"\(receipts)\", \"receiptsTo\": \(receiptsTo) }")
    }

    @Test func `a system whose receipts are pushed says where to, on which path and in which form`() throws {
        let plain = try read(pushing(#"{ "url": "http://127.0.0.1:8443" }"#))
        #expect(plain.receiptDelivery == [.ehr: .push])
        #expect(
            plain.pushAddresses == [
                .ehr: PushAddress(endpoint: .tcp(host: "127.0.0.1", port: 8443), path: "/receipts", form: .json)
            ])
        let full = try read(
            pushing(
                #"{ "url": "unix:/run/ehr.sock", "path": "/in/%C3%A5?x=1", "form": "xml", "beyondLoopback": true }"#))
        #expect(
            full.pushAddresses == [
                .ehr: PushAddress(endpoint: .unix("/run/ehr.sock"), path: "/in/%C3%A5?x=1", form: .xml)
            ])
    }

    @Test func `a path that receipts are pushed to has at most a thousand characters`() throws {
        let longest = "/" + String(repeating: "a", count: 999)
        let read = try read(pushing(#"{ "url": "unix:/s", "path": "\#(longest)" }"#))
        #expect(read.pushAddresses[.ehr]?.path == longest)
        #expect(
            try fault(pushing(#"{ "url": "unix:/s", "path": "\#(longest)a" }"#)).path
                == "/systems/0/receiptsTo/path")
    }

    @Test(arguments: [
        (#"{ "name": "ehr", "receipts": "mail" }"#, "receipts", "queue, push, status-only"),
        (#"{ "name": "ehr", "receipts": "push" }"#, "receiptsTo", "is missing"),
        (#"{ "name": "ehr", "receipts": "queue", "receiptsTo": { "url": "unix:/s" } }"#, "receiptsTo", "push"),
        (#"{ "name": "ehr", "receiptsTo": { "url": "unix:/s" } }"#, "receiptsTo", "push"),
        (#"{ "name": "ehr", "receipts": "status-only", "receiptsTo": { "url": "unix:/s" } }"#, "receiptsTo", "push"),
        (#"{ "name": "ehr", "receipts": "push", "receiptsTo": "http://127.0.0.1:1" }"#, "receiptsTo", "object"),
    ])
    func `how receipts come and where they are pushed to go together`(system: String, place: String, word: String)
        throws
    {
        let fault = try fault(file(systems: system))
        #expect(fault.path == "/systems/0/\(place)")
        #expect(fault.detail.contains(word), "\(fault)")
    }

    @Test(arguments: [
        ("{}", "url"), (#"{ "url": "https://127.0.0.1:1" }"#, "url"), (#"{ "url": "http://127.0.0.1:1/in" }"#, "url"),
        (#"{ "url": "http://ehr.example.se:80" }"#, "url"),
        (#"{ "url": "http://ehr.example.se:80", "beyondLoopback": true }"#, "url"),
        (#"{ "url": "unix:/s", "form": "csv" }"#, "form"), (#"{ "url": "unix:/s", "path": "in" }"#, "path"),
        (#"{ "url": "unix:/s", "path": "/a b" }"#, "path"), (#"{ "url": "unix:/s", "path": "/a#b" }"#, "path"),
        (#"{ "url": "unix:/s", "path": "/%4" }"#, "path"), (#"{ "url": "unix:/s", "token": "x" }"#, "token"),
    ])
    func `a fault of where receipts are pushed to is told at its place`(receiptsTo: String, place: String) throws {
        #expect(try fault(pushing(receiptsTo)).path == "/systems/0/receiptsTo/\(place)")
    }

    @Test func `plain HTTP takes receipts beyond this machine only when both files say so`() throws {
        let wide = #"{ "url": "http://ehr.example.se:80", "beyondLoopback": true }"#
        let read = try read(pushing(wide), acceptsUnencryptedTraffic: true)
        #expect(read.pushAddresses[.ehr]?.endpoint == .tcp(host: "ehr.example.se", port: 80))
        let once = pushing(#"{ "url": "http://ehr.example.se:80" }"#)
        let fault = try #require(
            #expect(throws: ConfigurationFault.self) { try self.read(once, acceptsUnencryptedTraffic: true) })
        #expect(fault.path == "/systems/0/receiptsTo/url" && fault.detail.contains("receipts"))
    }

    @Test func `nobody subscribes to receipts`() throws {
        let wish = #"{ "subscriber": "SE1-B", "senders": ["SE1-A"], "#
        #expect(try fault(file(subscriptions: wish + #""process": "receipts" }"#)).path == "/subscriptions/0/process")
        #expect(
            try fault(file(subscriptions: wish + #""types": ["GeneralMessage", "ApplicationReceipt"] }"#)).path
                == "/subscriptions/0/types/1")
    }

    // MARK: The sample

    @Test func `the sample organisation has the region's care giver, which keeps closed plans`() throws {
        let sample = try read(SampleDirectory.json)
        let region = try #require(sample.directory.careGivers[.sample("SE0000000001-VG1")])
        #expect(region.onClose == .keep)
        #expect(sample.directory.units[.healthCentre]?.careGiver == region.id)
        #expect(sample.receiptDelivery.values.allSatisfy { $0 == .queue })
    }
}
