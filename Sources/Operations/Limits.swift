/// What an operator may ask for at once.
enum Limits {
    /// Dead letters on one page of a list.
    static let deadLettersPerPage = 100
    /// Entries looked at in the folder from which dead letters are tried again.
    static let retryEntries = 10_000
}
