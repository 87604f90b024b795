/// How a journal is laid out.
package struct JournalOptions: Hashable, Sendable {
    /// Bytes of a segment file, a multiple of 4,096.
    package let segmentBytes: Int

    /// Takes the size of a segment; at least 64 KiB, 64 MiB by default.
    package init(segmentBytes: Int = 64 * 1024 * 1024) {
        self.segmentBytes = Limits.roundedToPage(max(segmentBytes, 64 * 1024))
    }
}
