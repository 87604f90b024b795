/// What a document may be at most; beyond it the document is refused before libxml2 sees it.
package struct XMLLimits: Sendable {
    /// The size of a document in bytes.
    package var bytes = 17 * 1024 * 1024
    /// Levels of elements, the root counted.
    package var depth = 64
    /// Elements in a document.
    package var elements = 200_000
    /// Attributes and namespace declarations in a start tag.
    ///
    /// As many as 40,000 of them cost libxml2 2.9 twenty seconds of a processor.
    package var attributes = 32
    /// The size of a start tag in bytes.
    package var startTagBytes = 8 * 1024
    /// Bytes of the text of one element; libxml2 itself builds no longer ones.
    package var textBytes = 10_000_000

    /// The standard limits.
    package init() {}
}

/// What writing takes, with its units.
enum Limits {
    /// Bytes that a document makes room for before it begins: a receipt fits, and what is longer grows.
    ///
    /// With the header of its storage it stays below what glibc keeps for the thread to use again.
    static let writtenAtFirst = 960
}
