/// The limits of routing, with their units.
enum Limits {
    /// Places of a message that one problem names.
    static let placesTold = 5
}
