/// A walk through the members of a record, to look them up in the order of their declaration.
///
/// Each search begins where the last one ended, so that a member that stands where it is declared is found at once.
struct MemberWalk {
    private let members: [Record.Member]
    private var place = 0

    /// Begins before the first member.
    init(_ record: Record) {
        members = record.members
    }

    /// The value of a member; nil when it was not sent.
    mutating func next(_ name: String) -> Value? {
        // Most names differ in length, which costs less to see than that they differ.
        let length = name.utf8.count
        for step in members.indices {
            let candidate = place + step < members.count ? place + step : place + step - members.count
            guard members[candidate].name.utf8.count == length, members[candidate].name == name else { continue }
            place = candidate + 1
            return members[candidate].value
        }
        return nil
    }

    /// The text of a member; nil when it was not sent or is something else.
    mutating func text(_ name: String) -> String? { next(name)?.text }
}
