/// Decides which page files a snapshot leaves behind, carrying what is still in use in them over into new files.
///
/// Files are never changed, so pages that were written anew leave holes. A snapshot leaves a file when more than half of all
/// the page files' pages are holes, or when there are many small files: always the one with the fewest pages in use,
/// until neither is so. For each page that changes that makes about one more to write, and never all of them at once.
enum PagePolicy {
    /// A page file of the snapshot before.
    struct File {
        /// Pages in the file.
        var slots: Int
        /// Of these, the ones that the new snapshot uses as they are.
        var used: Int
    }

    /// The files that are left behind.
    ///
    /// - Parameters:
    ///   - files: the page files of the snapshot before.
    ///   - changed: how many pages the new snapshot brings.
    ///   - pagesPerFile: how many pages a full file has.
    /// - Returns: their places in `files`, those that are not used at all among them.
    static func left(of files: [File], changed: Int, pagesPerFile: Int) -> Set<Int> {
        var left = Set(files.indices.filter { files[$0].used == 0 })
        let pages = changed + files.reduce(0) { $0 + $1.used }
        var slots = changed + files.indices.reduce(0) { left.contains($1) ? $0 : $0 + files[$1].slots }
        let most = Limits.sparePageFiles + 2 * pages / pagesPerFile
        let candidates = files.indices.filter { !left.contains($0) }.sorted { files[$0].used < files[$1].used }
        for (done, candidate) in candidates.enumerated() {
            guard slots > 2 * pages || candidates.count - done > most else { break }
            left.insert(candidate)
            slots -= files[candidate].slots - files[candidate].used
        }
        return left
    }
}
