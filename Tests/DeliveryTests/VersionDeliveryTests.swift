import HTTPWire
import MessageFormats
import Messages
import Routing
import SampleWorld
import Testing

/// A unit that reads an older version gets its messages in that one, whole, and never stripped.
struct VersionDeliveryTests {
    /// What the general message may have been before its first version: without the text, or with all of it.
    private static func older(_ fields: [Field]) -> MessageType {
        MessageType(
            name: "GeneralMessage", version: 0, title: "Prov", summary: "A message of a test.", process: .general,
            sensitivity: 2, legalBasis: "none", receipts: MessageType.generalMessage.receipts, caseID: .optional,
            fields: fields.filter { $0.name != "extension" }, rules: MessageType.generalMessage.rules)
    }

    /// The version in which the social service gets a message, and its content, in the form that it asks for.
    private func leased(_ older: MessageType, reads: Set<Int>, form: WireForm = .json) async throws -> String {
        let unit = Unit(
            id: .socialService, name: "Prov", kind: .socialService, organisation: .municipality, highestSensitivity: 3,
            reads: ["GeneralMessage": reads])
        let bench = try await PollingBench(
            directory: Directory(organisations: [], units: [unit], subscriptions: []),
            catalogue: MessageCatalogue([.generalMessage, older]))
        try await bench.scratch.accept(
            try ValidSample.read("GeneralMessage"), to: [Destination(.socialService)])
        let answer = try await bench.post(
            "/v1/queues/SE0000000002-SOC1/leases?wait=0", as: PollingBench.social, form: form)
        return String(decoding: answer.body, as: UTF8.self)
    }

    @Test(arguments: [WireForm.json, .xml])
    func `a message is written down to the version that the unit reads`(form: WireForm) async throws {
        let sample = try ValidSample.read("GeneralMessage")
        let text = try #require(sample.content.text("text")).prefix { $0 != "\n" }
        let body = try await leased(Self.older(MessageType.generalMessage.content.fields), reads: [0], form: form)
        #expect(body.contains(form == .json ? #""version":0"# : "<version>0</version>"))
        #expect(body.contains(text))
    }

    @Test func `what the unit cannot be told in its version comes as it was sent`() async throws {
        let fields = MessageType.generalMessage.content.fields.filter { $0.name != "text" }
        let body = try await leased(Self.older(fields), reads: [0])
        #expect(body.contains(#""version":1"#))
        let text = try #require(try ValidSample.read("GeneralMessage").content.text("text")).prefix { $0 != "\n" }
        #expect(body.contains(text))
    }

    @Test func `a unit that reads the version gets it as it was sent`() async throws {
        let body = try await leased(Self.older(MessageType.generalMessage.content.fields), reads: [0, 1])
        #expect(body.contains(#""version":1"#))
    }
}
