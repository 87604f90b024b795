@testable import Messages
import TestSupport

/// Applies changes to the trees of messages of one type, at places and with values that a seed chooses.
struct Changer {
    let type: MessageType
    var random: SeededRandom

    /// A tree with one change; nil when the tree has no place for it.
    mutating func apply(_ change: Change, to tree: TestTree) -> TestTree? {
        let sites = DeclaredSite.all(in: tree, of: type).filter { fits($0, change) }
        guard let site = sites.randomElement(using: &random) else { return nil }
        let path = site.path[...]
        switch change {
        case .missing, .dropped: return tree.removing(path)
        case .duplicate, .unknownMember, .misspelled, .wrongOrder, .otherOrder, .nullForAbsent, .needless:
            return members(of: site, change).map { replacing(path, in: tree, by: .object($0)) }
        case .emptyList, .tooFewItems, .nullItem, .otherItemName:
            return list(site.value, change).map { replacing(path, in: tree, by: $0) }
        default:
            return value(for: site, change).map { replacing(path, in: tree, by: $0) }
        }
    }

    private func replacing(_ path: ArraySlice<Int>, in tree: TestTree, by value: TestTree) -> TestTree {
        var changed = tree
        changed[path] = value
        return changed
    }

    /// Whether a change can be made at a place.
    private func fits(_ site: DeclaredSite, _ change: Change) -> Bool {
        switch change {
        case .missing: site.isMember && site.isRequired
        case .dropped: site.isMember && !site.isRequired
        case .duplicate, .misspelled: !site.fields.isEmpty && !site.value.children.isEmpty
        case .unknownMember: !site.fields.isEmpty
        case .wrongOrder, .otherOrder: !site.fields.isEmpty && site.value.children.count > 1
        case .nullForAbsent: site.fields.contains { !$0.isRequired }
        case .needless: site.path.isEmpty && (isAbsent(type.refersTo) || isAbsent(type.patient))
        case .emptied: site.isText
        case .tooLong, .longest: freeLength(site) != nil
        case .badValue: pattern(site) != nil && site.isText
        case .badNumber, .fraction, .textForNumber: isNumber(site, change)
        case .badCode: isClosed(site) && site.name != "type"
        case .unknownOpenCode, .openCodeOfOwn: if case .openCode = site.type { true } else { false }
        case .emptyList, .tooFewItems: minimum(site) == (change == .emptyList ? 0 : 1)
        case .nullItem, .otherItemName, .objectForList, .textForList:
            minimum(site) != nil && !site.value.children.isEmpty
        case .textForObject, .listForObject: !site.fields.isEmpty && !site.path.isEmpty
        case .objectForText, .cdata, .escapes, .numberForText, .truthForText, .forbiddenCharacter: site.isText
        case .null: site.isMember
        case .unknownType, .otherType: site.name == "type" && site.path.count == 1
        case .otherVersion: site.name == "version" && site.path.count == 1
        case .attribute, .noNamespace, .foreignNamespace, .prefix, .comment, .instruction: !site.path.isEmpty
        case .strayText: !site.path.isEmpty && !site.value.children.isEmpty
        case .otherContent, .twoContents: site.name == "content" && site.path.count == 1
        }
    }

    private mutating func members(
        of site: DeclaredSite, _ change: Change
    ) -> [TestTree.Member]? {
        guard var members = site.value.members else { return nil }
        let index = Int.random(in: 0...max(0, members.count - 1), using: &random)
        switch change {
        case .duplicate: members.insert(members[index], at: index)
        case .misspelled: members[index].name += "X"
        case .unknownMember: members.insert(.init("unknownMember", .text("x")), at: index)
        case .wrongOrder: members.swapAt(max(1, index), max(1, index) - 1)
        case .otherOrder: members.shuffle(using: &random)
        case .needless: return needless(among: members)
        default:
            let absent = site.fields.filter { field in
                !field.isRequired && !members.contains { $0.name == field.name }
            }
            guard let field = absent.randomElement(using: &random) else { return nil }
            members.insert(.init(field.name, .null), at: index)
        }
        return members
    }

    /// A member of the head that the type does not take, in its place.
    private func needless(among members: [TestTree.Member]) -> [TestTree.Member]? {
        let name = isAbsent(type.patient) ? "patient" : "refersTo"
        var generator = MessageGenerator(.generalMessage, seed: 0)
        var donor: TestTree.Member?
        while donor == nil { donor = generator.message().members?.first { $0.name == name } }
        let names = Head.fields.map(\.name)
        guard let donor, let place = names.firstIndex(of: name) else { return nil }
        let index = members.firstIndex { (names.firstIndex(of: $0.name) ?? .max) > place } ?? members.count
        return Array(members[..<index]) + [donor] + Array(members[index...])
    }

    private func list(_ value: TestTree, _ change: Change) -> TestTree? {
        guard case .list(let item, let items) = value else { return nil }
        return switch change {
        case .nullItem: .list(item: item, items + [.null])
        case .otherItemName: .list(item: item + "X", items)
        default: .list(item: item, [])
        }
    }
}
