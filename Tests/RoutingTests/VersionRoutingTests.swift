import Messages
import Routing
import SampleWorld
import Testing

/// The versions that a unit reads: what goes to it, and what is refused by its name.
struct VersionRoutingTests {
    private static let first = MessageType.note(1, [.text])
    private static let second = MessageType.note(2, [.text, .added])
    private static let catalogue = MessageCatalogue([first, second])

    private func route(_ message: Message, in directory: Directory) throws -> [RoutedRecipient] {
        try Router(directory: directory, catalogue: Self.catalogue).route(
            message, context: RoutingContext(), at: .testTime
        ).recipients
    }

    /// A note to a unit of the test's own, with a member more or without.
    private func note(_ added: String?, to unit: UnitID = .stranger) throws -> Message {
        try ValidSample.read("GeneralMessage").typed(Self.second).head("version", .integer(2)).addressed(
            to: .unit(unit)
        )
        .head("content", .record(Record([.init("text", .text("Prov"))]))).content("added", added.map(Value.text))
    }

    private static func directory(
        reads: [String: Set<Int>], subscriptions: [Subscription] = []
    ) -> Directory {
        .sample(
            subscriptions,
            also: [
                Unit(
                    id: .stranger, name: "Prov", kind: .socialService, organisation: .municipality,
                    highestSensitivity: 3, reads: reads)
            ])
    }

    @Test func `a unit of which nothing is said reads every version`() throws {
        for reads in [[:], ["OtherType": [1]], ["Note": [1, 2]], ["Note": [2]]] as [[String: Set<Int>]] {
            #expect(try route(note("mer"), in: Self.directory(reads: reads)).map(\.skipped) == [nil])
        }
    }

    @Test func `a unit that reads an older version gets a message that this one tells whole`() throws {
        let directory = Self.directory(reads: ["Note": [1]])
        #expect(try route(note(nil), in: directory).map(\.skipped) == [nil])
        let unit = try #require(directory.units[.stranger])
        guard case .writtenDown(let older) = unit.fit(of: try note(nil), in: Self.catalogue) else {
            Issue.record("not written down")
            return
        }
        #expect(older.version == 1)
    }

    @Test func `a unit that reads an older version refuses what that one cannot tell, by name`() throws {
        let message = try note("mer")
        let directory = Self.directory(reads: ["Note": [1]])
        let error = #expect(throws: Rejection.self) { try route(message, in: directory) }
        let problem = try #require(error).first
        #expect(problem.code == .versionNotRead && problem.path == "/receivers/0")
        #expect(problem.detail.contains("the unit \(UnitID.stranger) reads version 1 of Note, not version 2"))
        #expect(problem.detail.hasSuffix("cannot tell content.added"))
        #expect(!problem.detail.contains("mer"))
    }

    @Test func `a subscriber that cannot read a message is passed over and listed`() throws {
        let subscription = Subscription(
            subscriber: .stranger, selection: .types(["Note"]), senders: [.ward], whenAddressed: nil)
        let directory = Self.directory(reads: ["Note": [1]], subscriptions: [subscription])
        let recipients = try route(note("mer", to: .socialService).sent(by: .ward), in: directory)
        #expect(recipients.map(\.destination) == [Destination(.socialService), Destination(.stranger)])
        #expect(recipients.map(\.skipped?.code) == [nil, .versionNotRead])
    }

    @Test func `a unit on call must read all that the other one reads`() {
        func unit(_ reads: [String: Set<Int>]) -> Unit {
            Unit(
                id: .stranger, name: "Prov", kind: .socialService, organisation: .municipality, highestSensitivity: 3,
                reads: reads)
        }
        #expect(unit([:]).readsAll(of: unit(["Note": [1]]), in: Self.catalogue))
        #expect(unit(["Note": [1, 2]]).readsAll(of: unit([:]), in: Self.catalogue))
        #expect(!unit(["Note": [2]]).readsAll(of: unit([:]), in: Self.catalogue))
        #expect(!unit(["Note": [2]]).readsAll(of: unit(["Note": [1]]), in: Self.catalogue))
    }
}

extension MessageType {
    fileprivate static func note(_ version: Int, _ fields: [Field]) -> MessageType {
        MessageType(
            name: "Note", version: version, title: "Prov", summary: "A note.", process: .general, sensitivity: 2,
            legalBasis: "none", receipts: [.transport], fields: fields)
    }
}

extension Field {
    fileprivate static let text = Field("text", .string, .required, .sensitive, "Text", "What is noted.")
    fileprivate static let added = Field("added", .string, .optional, .sensitive, "Tillagt", "What is new.")
}
