import MessageFormats
import Messages
import TestSupport

/// One case of the differential tests: a message in both forms, as it was made or changed, the same for the same number.
struct DifferentialCase {
    let type: MessageType
    let number: Int
    let changes: [Change]
    /// The message as it goes out in XML and in JSON; they differ when a change can be seen in one form alone.
    var xmlTree: TestTree
    var jsonTree: TestTree

    /// The samples of every type, as trees.
    private static let samples: [String: [TestTree]] = {
        let read = Sample.valid.filter { $0.form == .json }.compactMap { try? $0.read().message }
        return Dictionary(grouping: read, by: \.type.name).mapValues { $0.map { TestTree($0) } }
    }()

    /// Every eighth case begins as a sample, the others as generated messages; every fourth stays whole.
    init(_ type: MessageType, _ number: Int) {
        let seed = UInt64(number) &* 0x1000_0001 &+ type.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }
        var generator = MessageGenerator(type, seed: seed)
        let samples = number % 8 == 0 ? Self.samples[type.name] ?? [] : []
        let tree = samples.isEmpty ? generator.message() : samples[(number / 8 + number / 400) % samples.count]
        self.type = type
        self.number = number
        (xmlTree, jsonTree) = (tree, tree)
        var made: [Change] = []
        if number % 4 != 3 {
            var changer = Changer(type: type, random: SeededRandom(seed: ~seed))
            let first = Change.allCases[number / 4 % Change.allCases.count]
            for change in [first] + (first.mixes && number % 4 == 2 ? Self.others(&changer.random) : []) {
                guard let changed = changer.apply(change, to: jsonTree) else { continue }
                made.append(change)
                if change.scope != .jsonOnly, change != .otherOrder { xmlTree = changed }
                if change.scope != .xmlOnly { jsonTree = changed }
            }
        }
        changes = made
    }

    private static func others(_ random: inout SeededRandom) -> [Change] {
        (0..<2).compactMap { _ in Change.allCases.filter(\.mixes).randomElement(using: &random) }
    }

    var xml: String { xmlTree.xml(type) }
    var json: String { jsonTree.json }
    /// Whether both forms say the same.
    ///
    /// Members that stand as another type's have an order and shapes that only XML, or only JSON, can find wrong.
    var isSameInBoth: Bool { changes.allSatisfy { $0.scope == .both && $0 != .otherType } }
}

extension DifferentialCase: CustomStringConvertible {
    var description: String { "\(type.name) case \(number) \(changes)\n\(xml)\n\(json)" }
}
