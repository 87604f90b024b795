extension Span<UInt8> {
    /// Whether all bytes are such.
    func allSatisfy(_ test: (UInt8) -> Bool) -> Bool {
        for place in indices where !test(self[place]) { return false }
        return true
    }

    /// Hands the bytes of a text over, which lie in one piece for all texts but those of other languages.
    static func withBytes<Result>(of text: some StringProtocol, _ body: (Span<UInt8>) -> Result) -> Result {
        text.utf8.withContiguousStorageIfAvailable { body($0.span) } ?? body(Array(text.utf8).span)
    }
}
