internal import Messages

/// Who a member of staff is, as far as two messages can agree on it.
struct StaffIdentity: Hashable, Sendable {
    private let hsaID: String?
    private let localID: String?
    private let name: String

    /// Reads it out of a `Person` or a `StaffContact`.
    init(_ person: Record) {
        hsaID = person.text("hsaId")?.uppercased()
        localID = person.text("localId")
        name = (person.text("name") ?? "").lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether both are the same person.
    ///
    /// The HSA-id decides, in large or small letters, where both have one. A local id is unique in its own system only,
    /// so there the name must be the same too, apart from large letters and spaces. Without an id in common they are not
    /// the same: a name alone proves nobody.
    func isSame(as other: StaffIdentity) -> Bool {
        if let hsaID, let otherID = other.hsaID { return hsaID == otherID }
        guard let localID, let otherID = other.localID else { return false }
        return localID == otherID && name == other.name
    }
}
