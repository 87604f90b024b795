import MessageFormats
import Messages
import Testing

@Suite struct ExampleMessageTests {
    @Test(arguments: MessageCatalogue.standard.types)
    func `every type has an example that our own reader accepts in both forms, without a warning`(
        type: MessageType
    ) throws {
        let example = try #require(type.example(), "no example of \(type.name) keeps its rules")
        for form in WireForm.allCases {
            let read = try MessageReader().read(MessageWriter().write(example, as: form), as: form)
            #expect(read.message.record == example.record, "\(form)")
            #expect(read.warnings.map { "\($0.code) \($0.path ?? "")" } == [], "\(form)")
        }
    }

    @Test(arguments: MessageCatalogue.standard.types)
    func `an example shows what its type asks for, and most of what it leaves open`(type: MessageType) throws {
        let example = try #require(type.example())
        let told = Set(example.content.members.map(\.name))
        let isOnLaw = example.legalBasis == "lag-2017-612"
        let fields = type.content.fields.filter { $0.name != "extension" && !(isOnLaw && $0.basis == .sensitive) }
        #expect(Set(fields.filter(\.isRequired).map(\.name)).isSubset(of: told))
        #expect(told.count * 2 > fields.count, "\(fields.map(\.name).filter { !told.contains($0) })")
    }

    @Test func `an example is the same every time, and has an id of its own`() throws {
        let types = MessageCatalogue.standard.types
        let first = try types.map { try #require($0.example()).record }
        let second = try types.map { try #require($0.example()).record }
        #expect(first == second)
        #expect(Set(first.map { $0.text("messageId") }).count == types.count)
    }
}
