/// Some dead letters, in the order of acceptance.
package struct DeadLetterPage: Hashable, Sendable {
    /// What is known of each.
    package internal(set) var letters: [DeadLetter] = []
    /// Those that were given up since the disk gives nothing of their messages.
    package internal(set) var lost: [LostLetter] = []
    /// Those of which the disk does not give back what they are at the moment; they are dead letters all the same.
    package internal(set) var unreadable: Set<DeliveryID> = []
}
