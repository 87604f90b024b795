/// Where a page of a snapshot is: which of the manifest's page files, and the how-manieth page in it.
struct PagePlace: Hashable, Sendable {
    var file: UInt32
    var slot: UInt32
}
