/// What a new snapshot does with each page: where it stays, or that it is written.
struct PagePlan {
    let wordsPerPage: Int
    /// For each page that is new, its place in the content's list.
    let changed: [Int: Int]
    /// The page files that the snapshot takes over.
    let kept: [PageFile]
    /// Where each page stays, as counted in `kept`; of no meaning for pages that are written.
    let places: [PagePlace]
    /// The pages to write, in order: the new ones, and those carried over from files that are left behind.
    let written: [Int]

    init(_ content: SnapshotContent, after previous: LoadedSnapshot?) {
        changed = Dictionary(uniqueKeysWithValues: content.pages.enumerated().map { ($0.element.number, $0.offset) })
        wordsPerPage = content.pages.first?.words.count ?? previous?.manifest.wordsPerPage ?? 0
        Self.check(content, changed: changed, wordsPerPage: wordsPerPage, after: previous)
        let files = previous?.pageFiles ?? []
        let former = previous?.manifest.pages ?? []
        var used = [Int](repeating: 0, count: files.count)
        for number in 0..<min(content.pageCount, former.count) where changed[number] == nil {
            used[Int(former[number].file)] += 1
        }
        let left = PagePolicy.left(
            of: files.indices.map { .init(slots: files[$0].slots.count, used: used[$0]) }, changed: changed.count,
            pagesPerFile: max(1, Limits.pageFileBytes / max(4, wordsPerPage * 4)))
        let staying = files.indices.filter { !left.contains($0) }
        kept = staying.map { files[$0] }
        let moved = Dictionary(uniqueKeysWithValues: staying.enumerated().map { ($0.element, UInt32($0.offset)) })
        var places = [PagePlace](repeating: PagePlace(file: 0, slot: 0), count: content.pageCount)
        var written: [Int] = []
        for number in 0..<content.pageCount {
            if changed[number] == nil, let file = moved[Int(former[number].file)] {
                places[number] = PagePlace(file: file, slot: former[number].slot)
            } else {
                written.append(number)
            }
        }
        self.places = places
        self.written = written
    }

    /// Holds the caller to what it must give.
    private static func check(
        _ content: SnapshotContent, changed: [Int: Int], wordsPerPage: Int, after previous: LoadedSnapshot?
    ) {
        precondition(content.pageCount <= Limits.pages && wordsPerPage <= Limits.pageWords, "too many or large pages")
        precondition(content.pages.allSatisfy { $0.words.count == wordsPerPage }, "pages are of one length")
        precondition(changed.keys.allSatisfy { (0..<content.pageCount).contains($0) }, "a page beyond the last")
        let former = previous?.manifest
        let inherited = wordsPerPage == former?.wordsPerPage ? former?.pages.count ?? 0 : 0
        for number in 0..<content.pageCount where number >= inherited {
            precondition(changed[number] != nil, "page \(number) is neither new nor in the snapshot before")
        }
    }
}
