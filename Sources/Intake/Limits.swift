/// How intake paces itself.
enum Limits {
    /// Bytes of a message that is decoded on the spot; a larger one on a queue of its own.
    static let decodedAtOnce = 64 * 1024
    /// Admission notices of a case that are looked at for the unit where the patient is listed.
    static let noticesLookedAt = 3
    /// Latest messages of a case among which such notices are looked for.
    static let caseMessagesLookedAt = 200
    /// How often a decision is made for which messages are not in memory; the last time they are read where it is asked.
    static let decisions = 8
    /// Seconds that a sender's clock may be ahead of ours.
    static let clockSkewSeconds = 300
}
