/// Decides which files of a table are written together into one.
///
/// Files are of tiers: below 1 MiB, below 4 MiB, below 16 MiB and so on. Four of one tier are written together, with all
/// that are newer; and all of the table's, when those but the oldest are together as large as it. So there are at most three
/// files in each tier and one more: a get in a table of 10 million entries looks at some 8 filters, at most 16. An entry is
/// written about once for each tier. A table holds at most twice the bytes of its entries, save for what became old since
/// the last merge, and an entry that may be forgotten goes at the latest when as much again has been written.
struct MergePolicy {
    /// Bytes of a file below which it is of the lowest tier.
    let tierBytes: Int

    /// How many files, from the newest on, are to be written together; nil when none are.
    ///
    /// Takes the files' bytes, newest first; how many of them, from the newest on, may be merged now; and how many bytes may
    /// be merged at most: a smaller merge that is due is taken before none.
    func due(_ sizes: [Int], reach: Int, limit: Int = .max) -> Int? {
        var due: Int?
        var sum = 0
        for (index, size) in sizes.prefix(reach).enumerated() {
            guard sum + size <= limit else { break }
            let isOldest = index == sizes.count - 1
            if isFull(sizes, through: index) || isOldest && index + 1 >= Limits.tierWidth && sum >= size {
                due = index + 1
            }
            sum += size
        }
        return due
    }

    /// Whether a file is the last of its tier and there are enough of that tier.
    private func isFull(_ sizes: [Int], through index: Int) -> Bool {
        let tier = tier(of: sizes[index])
        if index + 1 < sizes.count, self.tier(of: sizes[index + 1]) <= tier { return false }
        return sizes[...index].count { self.tier(of: $0) == tier } >= Limits.tierWidth
    }

    func tier(of size: Int) -> Int {
        var tier = 0
        var rest = size / tierBytes
        while rest > 0 {
            rest /= Limits.tierWidth
            tier += 1
        }
        return tier
    }
}
