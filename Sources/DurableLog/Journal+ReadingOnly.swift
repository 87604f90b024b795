extension Journal {
    /// Stub.
    package static func openReadOnly(
        at path: String, replay: @escaping @Sendable (StoredRecord) -> Void
    ) async throws(JournalFailure) -> Journal {
        throw .readOnly
    }
    /// Stub.
    package var lostRanges: [JournalDamage] { [] }
}
