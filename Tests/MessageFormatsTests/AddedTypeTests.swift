import Foundation
@testable import MessageFormats
import Messages
import TestSupport
import Testing
import XMLDocuments

/// Adding a type is one declaration: a type of two versions that only this file knows is written, judged by its schemas and
/// told in the catalogue's page, and nothing else had to be touched.
@Suite struct AddedTypeTests {
    private static let catalogue = MessageCatalogue(
        MessageCatalogue.standard.types + [.homeVisit(1, also: []), .homeVisit(2, also: [.companion])])

    @Test func `its example keeps its rules and is written in both forms`() throws {
        let example = try #require(Self.newest.example())
        #expect(example.content.text("endedAt") != nil && example.content.text("companion") != nil)
        let xml = String(decoding: MessageWriter().write(example, as: .xml), as: UTF8.self)
        #expect(xml.contains("<content><homeVisit><startedAt>"))
        let json = String(decoding: MessageWriter().write(example, as: .json), as: UTF8.self)
        #expect(json.contains(#""type":"HomeVisit","version":2"#))
    }

    @Test(arguments: [1, 2], WireForm.allCases)
    func `it is read in both forms, each version by its own declaration`(version: Int, form: WireForm) throws {
        let type = try #require(Self.catalogue.type(named: "HomeVisit", version: version))
        let example = try #require(type.example())
        let bytes = MessageWriter().write(example, as: form)
        let read = try MessageReader(catalogue: Self.catalogue).read(bytes, as: form)
        #expect(read.message.type == type && read.message.record == example.record && read.warnings.isEmpty)
        #expect(throws: Rejection.self, "the gateway's own catalogue does not have it") {
            try MessageReader().read(bytes, as: form)
        }
    }

    @Test(arguments: WireForm.allCases)
    func `a field of the newer version is unknown in the older, and a rule of the type is asked`(form: WireForm) throws
    {
        let example = try #require(Self.newest.example())
        let reader = MessageReader(catalogue: Self.catalogue)
        func refusal(_ record: Record) throws -> [RejectionCode] {
            let message = try #require(Message(type: Self.newest, record: record))
            let error = #expect(throws: Rejection.self) {
                try reader.read(MessageWriter().write(message, as: form), as: form)
            }
            return try #require(error).problems.map(\.code)
        }
        #expect(try refusal(example.record.setting("version", to: .integer(1))) == [.unknownMember])
        #expect(try refusal(example.record.setting("version", to: .integer(3))) == [.unknownVersion])
        let late = Value.text("2099-11-22T23:59:00+01:00")
        let content = example.content.setting("startedAt", to: late)
        #expect(try refusal(example.record.setting("content", to: .record(content))) == [.dischargeBeforeAdmission])
    }

    @Test func `its schemas take its messages and refuse what differs by one defect`() throws {
        let schemas = try Schemas(Self.catalogue)
        for version in [1, 2] {
            let type = try #require(Self.catalogue.type(named: "HomeVisit", version: version))
            let example = try #require(type.example())
            let xml = String(decoding: MessageWriter().write(example, as: .xml), as: UTF8.self)
            let file = version == 2 ? "message.xsd" : "HomeVisit.v1.xsd"
            #expect(try schemas.accepts(xml, by: file))
            #expect(try !schemas.accepts(xml.replacing("<startedAt>", with: "<startedAt>x"), by: file))
            #expect(try !schemas.accepts(xml.replacing("</homeVisit>", with: "<more/></homeVisit>"), by: file))
        }
        let example = try #require(Self.newest.example())
        let newest = String(decoding: MessageWriter().write(example, as: .xml), as: UTF8.self)
        #expect(try !schemas.accepts(newest, by: "HomeVisit.v1.xsd"), "the older version has no companion")
    }

    @Test func `the schemas of the other types are as before`() throws {
        let before = Dictionary(uniqueKeysWithValues: SchemaExport.schemas(of: .standard).map { ($0.path, $0.bytes) })
        let after = Dictionary(
            uniqueKeysWithValues: SchemaExport.schemas(of: Self.catalogue).map { ($0.path, $0.bytes) })
        let own = ["HomeVisit.xsd", "HomeVisit.v1.xsd", "HomeVisit.schema.json", "HomeVisit.v1.schema.json"]
        #expect(Set(after.keys).subtracting(before.keys) == Set(own))
        let enveloping: Set = ["message.xsd", "parts.xsd", "message.schema.json", "parts.schema.json"]
        for (path, bytes) in before where !enveloping.contains(path) { #expect(after[path] == bytes, "\(path)") }
    }

    @Test(.enabled(if: Judge.python.isThere, "Python's jsonschema is not installed"))
    func `Python's jsonschema takes each version by its own schema`() throws {
        let folder = TemporaryFolder()
        for file in SchemaExport.schemas(of: Self.catalogue) where file.path.hasSuffix(".json") {
            try Data(file.bytes).write(to: URL(filePath: "\(folder.path)/\(file.path)"))
        }
        let first = try #require(Self.catalogue.type(named: "HomeVisit", version: 1)?.example())
        let second = try #require(Self.newest.example())
        let asFirst = try #require(
            Message(type: Self.newest, record: second.record.setting("version", to: .integer(1))))
        let asThird = try #require(
            Message(type: Self.newest, record: second.record.setting("version", to: .integer(3))))
        let messages = [(first, true), (second, true), (asFirst, false), (asThird, false)]
        for (index, (message, _)) in messages.enumerated() {
            let bytes = MessageWriter().write(message, as: .json)
            try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(index).message"))
        }
        let verdicts = try Judge.python.run(
            ["-c", Judge.jsonSchemaScript, folder.path] + messages.indices.map { "\(folder.path)/\($0).message" }
        ).output
        #expect(verdicts == messages.map { $0.1 ? "True\n" : "False\n" }.joined())
    }

    @Test func `the page of the catalogue tells it, with its older version`() throws {
        let html = try #require(SchemaExport.pages(of: Self.catalogue).first)
        let page = String(decoding: html.bytes, as: UTF8.self)
        #expect(page.contains("<h3 id=\"type-HomeVisit\"><span lang=\"sv\">Hembesök</span>"))
        #expect(page.contains("2; also read: 1 (compatible)"))
        #expect(page.contains("href=\"HomeVisit.v1.xsd\""))
        #expect(page.contains("<code>companion</code>"))
    }

    private static var newest: MessageType { catalogue.types[catalogue.types.count - 1] }
}

/// The exported XSDs of a catalogue, compiled by libxml2 from the files themselves.
private struct Schemas {
    private let parts: [String: [UInt8]]

    init(_ catalogue: MessageCatalogue) throws {
        parts = Dictionary(uniqueKeysWithValues: SchemaExport.schemas(of: catalogue).map { ($0.path, $0.bytes) })
    }

    func accepts(_ xml: String, by file: String) throws -> Bool {
        let whole = try #require(parts[file])
        let schema = try #require(XMLSchema.compile(whole, parts: parts))
        return schema.validate(try XMLDocument.parse(Array(xml.utf8))).isEmpty
    }
}

// MARK: - The type: all that there is to add

extension MessageType {
    fileprivate static func homeVisit(_ version: Int, also fields: [Field]) -> MessageType {
        MessageType(
            name: "HomeVisit", version: version, title: "Hembesök", summary: "Somebody visited the patient at home.",
            process: .general, sensitivity: 2, legalBasis: "a test", receipts: [.transport, .application],
            fields: [
                Field("startedAt", .dateTime, .required, .sensitive, "Började", "When the visit began."),
                Field("endedAt", .dateTime, .optional, .sensitive, "Slutade", "When it ended; not before it began."),
                Field("purpose", .openCode(.visitPurpose), .optional, .sensitive, "Syfte", "What it was for."),
            ] + fields,
            rules: [.endsAfterItBegan])
    }
}

extension Field {
    fileprivate static let companion = Field(
        "companion", .string, .optional, .sensitive, "Medföljande", "Who came along.")
}

extension CodeList {
    fileprivate static let visitPurpose = CodeList(
        "VisitPurpose", [.init("assessment", "bedömning"), .init("care", "omvårdnad")])
}

extension Rule {
    fileprivate static let endsAfterItBegan = Rule(.dischargeBeforeAdmission, source: "a test") { message in
        guard let start = message.content.text("startedAt").flatMap({ Timestamp(rfc3339: $0) }),
            let end = message.content.text("endedAt").flatMap({ Timestamp(rfc3339: $0) }), end <= start
        else { return [] }
        return [FieldPath("content", "endedAt")]
    }
}
