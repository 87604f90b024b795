/// A whole number of the query: what is described is what is checked.
package struct NumberParameter: Sendable {
    /// Its name in the query, and in a body that has the same member.
    package let name: String
    /// What it may be.
    package let range: ClosedRange<Int>
    /// What it is when it is left out.
    package let fallback: Int
    let words: String

    /// Declares a number.
    package init(_ name: String, _ range: ClosedRange<Int>, default fallback: Int, _ words: String) {
        self.name = name
        self.range = range
        self.fallback = fallback
        self.words = words
    }

    /// The same number as a member of a body.
    package var member: ObjectShape.Member {
        .optional(name, .number(range), "\(words) Without it \(fallback).")
    }
}
