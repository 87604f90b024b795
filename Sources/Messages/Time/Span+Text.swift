extension Span<UInt8> {
    /// Whether all bytes are such.
    func allSatisfy(_ test: (UInt8) -> Bool) -> Bool {
        for place in indices where !test(self[place]) { return false }
        return true
    }

    /// The number that the digits at a place and behind it make; nil when one of the two is none.
    @inline(__always)
    func twoDigits(at place: Int) -> Int? {
        let (tens, units) = (self[place] &- UInt8(ascii: "0"), self[place + 1] &- UInt8(ascii: "0"))
        guard tens < 10, units < 10 else { return nil }
        return Int(tens) * 10 + Int(units)
    }

    /// Hands the bytes of a text over, which lie in one piece for all texts but those of other languages.
    static func withBytes<Result>(of text: some StringProtocol, _ body: (Span<UInt8>) -> Result) -> Result {
        text.utf8.withContiguousStorageIfAvailable { body($0.span) } ?? body(Array(text.utf8).span)
    }
}
