/// What a snapshot consists of, as its manifest file says it.
package struct SnapshotManifest: Hashable, Sendable {
    /// The sequence number that the snapshot is named and ordered by.
    package let sequence: UInt64
    /// Where in the journal the state stands, as given when it was written.
    package let position: [UInt8]

    /// The manifest's file name: `00000000000000012345.snapshot`.
    package var name: String { "" }
    /// The names of the manifest and of all files that it names, which together are the snapshot.
    package var fileNames: [String] { [] }
}
