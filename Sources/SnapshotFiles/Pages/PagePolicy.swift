/// Decides which page files a snapshot leaves behind, carrying what is still in use in them over into new files.
///
/// Files are never changed, so pages that were written anew leave holes. While more than half of all the page files' pages
/// are holes, the file with the largest share of them is left. And when there are many files, the small half is gathered.
/// For each page that changes that makes one or two more to write, and never all of them at once.
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
        // The share of pages in use, compared without dividing.
        let byShare = files.indices.filter { !left.contains($0) }
            .sorted { files[$0].used * files[$1].slots < files[$1].used * files[$0].slots }
        for candidate in byShare {
            guard slots > 2 * pages else { break }
            left.insert(candidate)
            slots -= files[candidate].slots - files[candidate].used
        }
        let staying = byShare.filter { !left.contains($0) }
        let full = 2 * pages / pagesPerFile
        guard staying.count > full + Limits.sparePageFiles else { return left }
        let bySize = staying.sorted { files[$0].used < files[$1].used }
        return left.union(bySize.prefix(staying.count - full - Limits.sparePageFiles / 2))
    }
}
