internal import Messages

/// The header of a snapshot; what the pages hold stands with `OpenNodes`.
///
///     1  version, 1
///     4  nodes made, the zeroth included
///     4  first free node
///     4  number of lines, and of each, by its number:
///        1  whether it is in use; if so:
///        4  length of the destination's name   n  name
///        1  whether it is of compulsory care   1  whether it is of replays
///        8  deliveries open   4  first in line   4  last in line
///
/// Integers are little-endian.
extension OpenDeliveries {
    /// What changed since the changes were last taken.
    package struct Changes: Sendable {
        /// The lines, and what is needed to understand the pages; written whole.
        package let header: [UInt8]
        /// Pages in all.
        package let pageCount: Int
        /// The changed pages: shared with the index until it writes to them again.
        package let pages: [(number: Int, words: [UInt32])]
    }

    static let headerVersion: UInt8 = 1

    /// Pages of nodes that share a page of buckets, which stands before them.
    private static let nodePagesPerGroup = OpenNodes.load * PagedWords.wordsPerPage / OpenNodes.nodesPerPage

    /// About how many bytes `takeChanges` would hand over now.
    var changedBytes: Int {
        let pages = nodes.words.changed.count + nodes.buckets.changed.count
        return pages * PagedWords.wordsPerPage * MemoryLayout<UInt32>.size + lines.entries.count * 48
    }

    /// What changed since this was last asked, to be written; to be put back when it could not be.
    ///
    /// Takes time for each changed page and for each line, not for each delivery.
    package mutating func takeChanges() -> Changes {
        let header = header()
        let changedNodes = nodes.words.takeChanged().map { (Self.number(ofNodePage: $0.place), $0.words) }
        let changedBuckets = nodes.buckets.takeChanged().map { (Self.number(ofBucketPage: $0.place), $0.words) }
        return Changes(
            header: header, pageCount: nodes.words.pages.count + nodes.buckets.pages.count,
            pages: changedBuckets + changedNodes)
    }

    /// Has the next `takeChanges` hand over again what could not be written.
    mutating func putBack(_ changes: Changes) {
        for page in changes.pages {
            switch Self.place(ofPage: page.number) {
            case .buckets(let place): nodes.buckets.markChanged(place)
            case .nodes(let place): nodes.words.markChanged(place)
            }
        }
    }

    /// Has the next `takeChanges` hand over every page, since memory has what the disk does not give.
    mutating func markAllChanged() {
        for place in nodes.words.pages.indices { nodes.words.markChanged(place) }
        for place in nodes.buckets.pages.indices { nodes.buckets.markChanged(place) }
    }

    /// What a page of a snapshot holds, and its place among those of its kind.
    enum PagePlace {
        case buckets(Int), nodes(Int)
    }

    static func place(ofPage number: Int) -> PagePlace {
        let (group, place) = number.quotientAndRemainder(dividingBy: nodePagesPerGroup + 1)
        return place == 0 ? .buckets(group) : .nodes(group * nodePagesPerGroup + place - 1)
    }

    private static func number(ofBucketPage page: Int) -> Int {
        page * (nodePagesPerGroup + 1)
    }

    private static func number(ofNodePage page: Int) -> Int {
        page + page / nodePagesPerGroup + 1
    }

    private func header() -> [UInt8] {
        var encoder = RecordEncoder(reserving: 16 + lines.entries.count * 48)
        encoder.integer(Self.headerVersion)
        encoder.integer(UInt32(nodes.used))
        encoder.integer(nodes.firstFree)
        encoder.list(lines.entries) { encoder, line in
            encoder.optional(line.id) { encoder, id in
                encoder.text(id.destination.name)
                encoder.flag(id.isCompulsory)
                encoder.flag(id.isReplay)
                encoder.integer(UInt64(line.open))
                encoder.integer(line.first)
                encoder.integer(line.last)
            }
        }
        return encoder.bytes
    }
}
