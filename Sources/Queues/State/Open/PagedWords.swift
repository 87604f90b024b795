/// Words in pages of one size that never move, with a note of the pages that changed.
///
/// A page handed out in a snapshot is shared with the reader until it is written to again, which copies that page alone.
struct PagedWords: Sendable {
    static let wordsPerPage = 6 * 1_024

    private(set) var pages: [[UInt32]] = []
    /// The changed pages, each once, in the order in which they changed first.
    private(set) var changed: [Int] = []
    private var isChanged: [Bool] = []

    init() {}

    /// Takes over pages that are as they were last written.
    init(unchanged pages: [[UInt32]]) {
        self.pages = pages
        isChanged = Array(repeating: false, count: pages.count)
    }

    var count: Int { pages.count * Self.wordsPerPage }

    subscript(index: Int) -> UInt32 {
        get {
            let (page, offset) = UInt(bitPattern: index).quotientAndRemainder(dividingBy: UInt(Self.wordsPerPage))
            return pages[Int(page)][Int(offset)]
        }
        set {
            let (page, offset) = UInt(bitPattern: index).quotientAndRemainder(dividingBy: UInt(Self.wordsPerPage))
            pages[Int(page)][Int(offset)] = newValue
            if !isChanged[Int(page)] { markChanged(Int(page)) }
        }
    }

    /// Adds a page of zeros.
    mutating func addPage() {
        pages.append(Array(repeating: 0, count: Self.wordsPerPage))
        isChanged.append(false)
        markChanged(pages.count - 1)
    }

    mutating func markChanged(_ page: Int) {
        guard !isChanged[page] else { return }
        isChanged[page] = true
        changed.append(page)
    }

    /// The pages that changed since this was last asked, with their places.
    mutating func takeChanged() -> [(place: Int, words: [UInt32])] {
        let taken = changed
        changed = []
        for page in taken { isChanged[page] = false }
        return taken.map { ($0, pages[$0]) }
    }
}
