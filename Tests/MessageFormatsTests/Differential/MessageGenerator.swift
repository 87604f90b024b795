@testable import Messages
import TestSupport

/// Makes messages out of the declaration of their type: they fit the schema, and often keep the rules too.
///
/// The same seed makes the same message.
struct MessageGenerator {
    /// Beyond so many values only what must be there is added.
    private static let enoughValues = 80

    private let type: MessageType
    private let optionalShare: Double
    private var values = 0
    var random: SeededRandom

    init(_ type: MessageType, seed: UInt64) {
        self.type = type
        random = SeededRandom(seed: seed)
        optionalShare = [0, 0, 0.05, 0.05, 0.15, 0.15, 0.3, 0.8].randomElement(using: &random) ?? 0
    }

    /// A message.
    mutating func message() -> TestTree {
        let isReplacing = chance(0.1)
        var members: [TestTree.Member] = []
        for field in Head.fields {
            guard let value = head(field, isReplacing: isReplacing) else { continue }
            members.append(.init(field.name, value))
        }
        return .object(members + [.init("content", object(type.content.fields))])
    }

    /// Whether something happens that happens so often.
    mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < share
    }

    private mutating func head(_ field: Field, isReplacing: Bool) -> TestTree? {
        switch field.name {
        case "type": .text(type.name)
        case "version": .bare(String(type.version))
        case "status": .text(isReplacing ? "replaces" : "new")
        case "replaces": isReplacing ? value(field.type) : nil
        case "refersTo": wants(type.refersTo) ? value(field.type) : nil
        case "caseId": wants(type.caseID) ? value(field.type) : nil
        case "patient": wants(type.patient) ? patient() : nil
        case "sender": sender()
        case "receivers": chance(0.6) ? .list(item: "receiver", receivers()) : nil
        case "legalBasis": .text(chance(0.7) ? "consent" : pick(CodeList.legalBasis.codes.map(\.value)))
        default: field.isRequired || chance(optionalShare) ? value(field.type) : nil
        }
    }

    private mutating func wants(_ need: MessageType.HeadNeed) -> Bool {
        switch need {
        case .required: true
        case .optional: chance(0.4)
        case .absent: false
        }
    }

    private mutating func object(_ fields: [Field]) -> TestTree {
        var members: [TestTree.Member] = []
        for field in fields {
            let share = if case .conditional = field.need { max(0.5, optionalShare) } else { optionalShare }
            guard field.isRequired || (values < Self.enoughValues && chance(share)) else { continue }
            members.append(.init(field.name, value(field.type)))
        }
        return .object(members)
    }

    private mutating func value(_ type: FieldType) -> TestTree {
        values += 1
        switch type {
        case .scalar(let scalar): return self.scalar(scalar)
        case .closedCode(let list): return .text(pick(list.codes.map(\.value)))
        case .openCode(let list): return openCode(list)
        case .part(let part): return self.part(part)
        case .list(let item, let itemType, let minimum):
            let most = values < Self.enoughValues ? 3 : 1
            let count = chance(0.05) && minimum == 0 ? 0 : Int.random(in: 1...most, using: &random)
            return .list(item: item, (0..<count).map { _ in value(itemType) })
        }
    }

    private mutating func openCode(_ list: CodeList) -> TestTree {
        guard chance(0.9) else { return .object([.init("code", .text("egen kod")), .init("text", .text(text()))]) }
        let code = TestTree.Member("code", .text(pick(list.codes.map(\.value))))
        return .object(chance(0.2) ? [code, .init("text", .text(text()))] : [code])
    }

    /// A part; where one of several members must be there by a rule, the first is.
    private mutating func part(_ part: Part) -> TestTree {
        guard case .object(var members) = object(part.fields) else { return .null }
        let names = Set(members.map(\.name))
        if let name = part.atLeastOneOf.first, let field = part.field(named: name), chance(0.95),
            names.isDisjoint(with: part.atLeastOneOf), part.fields.first?.name == name
        {
            members.insert(.init(name, value(field.type)), at: 0)
        }
        return .object(members)
    }

    private mutating func sender() -> TestTree {
        let sender = part(.sender)
        guard var members = sender.members else { return sender }
        members.removeAll { $0.name == "person" }
        if wants(type.senderPerson) { members.append(.init("person", part(.person))) }
        return .object(members)
    }

    private mutating func receivers() -> [TestTree] {
        (0..<Int.random(in: 1...2, using: &random)).map { _ in
            switch Int.random(in: 0..<5, using: &random) {
            case 0: .object([.init("function", .text("listedHealthCentre"))])
            case 1: .object([.init("caseParties", .bare("true"))])
            case 2: .object([.init("function", .text("socialService")), .init("municipalityCode", .text("2580"))])
            default: .object([.init("unit", .text("SE0000000002-SOC1"))])
            }
        }
    }

    /// Persons whose ids are right, of every kind; now and then one whose id is not.
    private mutating func patient() -> TestTree {
        let (id, kind, oid): (String, String, String?) = pick([
            ("191212121212", "personnummer", nil), ("191212121212", "personnummer", nil),
            ("201501052391", "personnummer", nil), ("197010632391", "samordningsnummer", nil),
            ("22950606FH20", "nationalReserveNumber", nil),
            ("991981000010", "localReserveNumber", "1.2.752.97.3.1.3"),
            ("191212121213", "personnummer", nil), ("991981000011", "localReserveNumber", nil),
        ])
        var members: [TestTree.Member] = [.init("id", .text(id)), .init("idType", .text(kind))]
        if let oid { members.append(.init("idOid", .text(oid))) }
        members.append(.init("name", .text(text())))
        if chance(0.9) { members.append(.init("municipalityCode", .text("2580"))) }
        members.append(.init("protectedIdentity", .text(chance(0.1) ? "sekretessmarkering" : "none")))
        return .object(members)
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }
}
