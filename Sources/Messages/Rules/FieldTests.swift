/// The field tests of a type of message, and which of them ask about a field, told by its traits.
struct FieldTests: Sendable {
    /// As many tests as a word has bits.
    static let most = 64

    /// The tests in the order of their rules.
    let tests: [FieldTest]
    /// By the raw value of traits a bit for each test that asks about a field that has them, the first test lowest.
    private let ofTraits: [UInt64]

    /// Takes at most `most` tests.
    init(_ tests: [FieldTest]) {
        precondition(tests.count <= Self.most, "a type has more rules about fields than one look holds")
        self.tests = tests
        ofTraits = (0..<1 << FieldTrait.allCases.count).map { traits in
            tests.indices.reduce(0) { word, place in
                traits >> tests[place].trait.rawValue & 1 == 1 ? word | 1 << UInt64(place) : word
            }
        }
    }

    /// A bit for each test that asks about a field of some traits, the first test lowest.
    func asking(about traits: FieldTraits) -> UInt64 { ofTraits[Int(traits.rawValue)] }
}
