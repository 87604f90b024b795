/// The limits of reading, with their units.
enum Limits {
    /// Levels of objects and arrays in JSON.
    ///
    /// Elements in XML have the same limit by default.
    static let jsonDepth = 64
    /// Values in a JSON text, the containers counted.
    static let jsonValues = 200_000
    /// Characters of a number in JSON.
    static let jsonNumberCharacters = 40
    /// Problems that are told of one message, and warnings as many.
    static let problems = 100
    /// Messages in one batch.
    ///
    /// Source: issue 6, batch posting.
    static let batchParts = 100
}
