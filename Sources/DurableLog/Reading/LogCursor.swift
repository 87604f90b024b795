/// Where a reading of the log has come to, so that the next one goes on there.
///
/// It is worth nothing more when retention has written the file anew; then that is read from its beginning.
package struct LogCursor: Sendable {
    private var known: (extent: Extent, place: ExtentWalk.Place)?

    /// Knows of no place.
    package init() {}

    init(_ extent: Extent, _ place: ExtentWalk.Place) {
        known = (extent, place)
    }

    /// The place in a file from where a record is read on; nil when none is known.
    func place(in extent: Extent, before sequence: UInt64) -> ExtentWalk.Place? {
        guard let known, known.extent.header == extent.header, known.place.sequence < sequence else { return nil }
        return known.place
    }
}
