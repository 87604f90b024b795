/// The members of a decoded message, or of a part of one, in the order of the declaration.
///
/// Members that were not sent are not there. Look one up by its name on the wire: `record["patient"]?.record?["name"]?.text`.
package struct Record: Hashable, Sendable {
    /// One member and its value.
    package struct Member: Hashable, Sendable {
        /// The name on the wire.
        package let name: String
        /// The value, never an empty string or an empty list.
        package let value: Value

        /// Puts a value under a name.
        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The members in the order of the declaration, each name once.
    package private(set) var members: [Member]

    /// Takes members in the order of their declaration.
    package init(_ members: [Member] = []) {
        self.members = members
    }

    /// Makes a record without members, with room for some.
    package init(room: Int) {
        members = []
        members.reserveCapacity(room)
    }

    /// The value of a member; nil when it was not sent.
    package subscript(name: String) -> Value? {
        // Most names differ in length, which costs less to see than that they differ.
        let length = name.utf8.count
        for member in members where member.name.utf8.count == length && member.name == name { return member.value }
        return nil
    }

    /// The text of a member; nil when it was not sent or is something else.
    package func text(_ name: String) -> String? { self[name]?.text }

    /// The part under a member; nil when it was not sent or is something else.
    package func record(_ name: String) -> Record? { self[name]?.record }

    /// The items of a list; empty when it was not sent.
    package func items(_ name: String) -> [Value] { self[name]?.items ?? [] }

    /// Adds a member behind the others.
    package mutating func append(_ name: consuming String, _ value: consuming Value) {
        members.append(Member(name, value))
    }

    /// The same record with another value for a member, in its old place or else last; with nil, without it.
    package func setting(_ name: String, to value: Value?) -> Record {
        var changed = members
        let place = changed.firstIndex { $0.name == name }
        switch (place, value) {
        case (let place?, let value?): changed[place] = Member(name, value)
        case (let place?, nil): changed.remove(at: place)
        case (nil, let value?): changed.append(Member(name, value))
        case (nil, nil): break
        }
        return Record(changed)
    }
}
