/// A parameter of the query that a door understands.
package struct QueryParameter: Sendable {
    let name: String
    let shape: Shape
    let fallback: Int?
    let words: String

    /// A parameter that the endpoint reads itself.
    package init(_ name: String, _ shape: Shape, _ words: String) {
        self.name = name
        self.shape = shape
        fallback = nil
        self.words = words
    }

    /// A whole number, as `Call.number` reads it.
    package static func number(_ number: NumberParameter) -> QueryParameter {
        QueryParameter(number)
    }

    private init(_ number: NumberParameter) {
        name = number.name
        shape = .number(number.range)
        fallback = number.fallback
        words = number.words
    }
}
