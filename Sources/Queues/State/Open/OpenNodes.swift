/// The name of a node; 0 is none.
typealias NodeNumber = UInt32

/// What the index of open deliveries consists of: nodes of six words, and the buckets through which they are found.
///
///     word │ delivery alone      │ delivery among       │ lane of several  │ delivery that      │ free node
///          │ in its lane         │ others in its lane   │ deliveries       │ left, yet in line  │
///     ─────┼─────────────────────┼──────────────────────┼──────────────────┼────────────────────┼───────────
///       0  │ sequence, bits 0–31 │ sequence, bits 0–31  │ first delivery   │ anything           │ anything
///       1  │ sequence, bits 32–39 in bits 24–31 · recipient in bits 8–23 · marks in bits 0–7
///       2  │ next in bucket      │ next in bucket       │ next in bucket   │ 0                  │ next free
///       3  │ next in line        │ next in line (first) │ last delivery    │ next in line       │ 0
///       4  │ lane, bits 0–31     │ next in lane         │ lane, bits 0–31  │ anything           │ anything
///       5  │ lane, bits 32–47 in │ previous in lane     │ as alone         │ anything           │ anything
///          │ 16–31 · line, 0–15  │                      │                  │                    │
///
///     marks: kind in bits 0–2 · busy 3 · receipt 4 · in line 5 · ready 6
///
/// Most lanes hold one delivery, which is its lane; a lane with more has a node of its own, so that its ends are at hand.
/// Deliveries alone and lanes are found by lane and line, deliveries among others by sequence and recipient. Buckets grow
/// by linear hashing, one with every second node, so that no step pays for all of them; a bucket is the number of its
/// first node. The page number `13 g` of a snapshot has the buckets of group g, and the twelve after it have its nodes.
struct OpenNodes: Sendable {
    /// What a node is.
    enum Kind: UInt32 {
        case free = 0, alone, among, lane, left
    }

    /// A mark of a delivery, beside its kind.
    struct Mark {
        let bit: UInt32
        static let busy = Mark(bit: 1 << 3)
        static let receipt = Mark(bit: 1 << 4)
        /// It is linked in its line, whether it may be offered or not.
        static let inLine = Mark(bit: 1 << 5)
        /// It may be offered.
        static let ready = Mark(bit: 1 << 6)
    }

    /// A word of a node.
    struct Word {
        let offset: Int
        static let sequence = Word(offset: 0)
        static let firstInLane = Word(offset: 0)
        static let marks = Word(offset: 1)
        static let nextInBucket = Word(offset: 2)
        static let nextFree = Word(offset: 2)
        static let nextInLine = Word(offset: 3)
        static let lastInLane = Word(offset: 3)
        static let lane = Word(offset: 4)
        static let nextInLane = Word(offset: 4)
        static let laneAndLine = Word(offset: 5)
        static let previousInLane = Word(offset: 5)
    }

    static let kindBits: UInt32 = 0b111
    static let wordsPerNode = 6
    static let nodesPerPage = PagedWords.wordsPerPage / wordsPerNode

    var words = PagedWords()
    var buckets = PagedWords()
    /// Nodes made so far, the free ones among them, and the zeroth, which is none.
    private(set) var used = 0
    private(set) var firstFree: NodeNumber = 0

    init() {}

    /// Takes over what a snapshot holds, to be checked before it is used.
    init(words: PagedWords, buckets: PagedWords, used: Int, firstFree: NodeNumber) {
        self.words = words
        self.buckets = buckets
        self.used = used
        self.firstFree = firstFree
    }

    subscript(node: NodeNumber, word: Word) -> UInt32 {
        get { words[Int(node) * Self.wordsPerNode + word.offset] }
        set { words[Int(node) * Self.wordsPerNode + word.offset] = newValue }
    }

    func kind(of node: NodeNumber) -> Kind {
        Kind(rawValue: self[node, .marks] & Self.kindBits) ?? .free
    }

    mutating func setKind(_ kind: Kind, of node: NodeNumber) {
        self[node, .marks] = self[node, .marks] & ~Self.kindBits | kind.rawValue
    }

    func has(_ mark: Mark, _ node: NodeNumber) -> Bool {
        self[node, .marks] & mark.bit != 0
    }

    mutating func set(_ mark: Mark, _ isSet: Bool, of node: NodeNumber) {
        let marks = self[node, .marks]
        let new = isSet ? marks | mark.bit : marks & ~mark.bit
        if new != marks { self[node, .marks] = new }
    }

    /// The delivery that a node is.
    func delivery(_ node: NodeNumber) -> DeliveryID {
        DeliveryName(sequence: self[node, .sequence], rest: self[node, .marks]).id
    }

    /// Whether a node is the delivery of that name.
    func isDelivery(_ node: NodeNumber, _ name: DeliveryName) -> Bool {
        self[node, .sequence] == name.sequence && self[node, .marks] & DeliveryName.restBits == name.rest
    }

    /// A node that was free, or a new one; its words are to be set by the caller.
    mutating func allocate() -> NodeNumber {
        if firstFree != 0 {
            let node = firstFree
            firstFree = self[node, .nextFree]
            return node
        }
        if used == 0 { makeNode() }
        makeNode()
        return NodeNumber(used - 1)
    }

    mutating func release(_ node: NodeNumber) {
        self[node, .marks] = Kind.free.rawValue
        self[node, .nextFree] = firstFree
        self[node, .nextInLine] = 0
        firstFree = node
    }

    private mutating func makeNode() {
        if used == words.pages.count * Self.nodesPerPage { words.addPage() }
        used += 1
        growBuckets()
    }
}
