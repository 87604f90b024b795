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
    /// Bytes that a writer makes room for before it begins; most messages fit.
    static let writtenAtFirst = 4096
    /// The same of an answer: receipts fit.
    static let answerAtFirst = 960
    /// Problems that are told of one message, and warnings as many.
    static let problems = 100
    /// Messages in one batch.
    ///
    /// Source: issue 6, batch posting.
    static let batchParts = 100
    /// Readers that wait to be used again; as many as there are threads that read at once.
    static let idleReaders = 64
    /// Bytes of text that a waiting reader may keep room for; larger ones are let go.
    static let idleReaderBytes = 256 * 1024
    /// Values that a waiting reader may keep room for.
    static let idleReaderNodes = 8192
}
