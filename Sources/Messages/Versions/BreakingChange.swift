/// A difference between two versions of a type by which some message of the older is no message of the newer.
package struct BreakingChange: Hashable, Sendable, CustomStringConvertible {
    /// What was changed.
    package enum Kind: String, Sendable, CaseIterable {
        /// Another type, or no higher version.
        case notNewer
        /// Process, sensitivity, receipts or what it takes back: who may send and get it, and what becomes of it.
        case handling
        /// A member of the head, or the types that `refersTo` may name, stand otherwise.
        case headNeed
        /// A field is gone.
        case fieldRemoved
        /// A field must be there that could be missing, or that the older version has not.
        case fieldRequired
        /// The fields that both have stand in another order, which XML tells.
        case orderChanged
        /// A value has another form, or an item another name.
        case typeChanged
        /// A code of a list is gone.
        case codeRemoved
        /// A list must have an item.
        case itemRequired
        /// At least one of some fields must be there, where none or another one was enough.
        case choiceNarrowed
        /// A field counts as health or social data, or as a place, that did not before.
        case moreSecret
        /// A rule refuses what was accepted.
        case ruleAdded
    }

    /// What was changed.
    package let kind: Kind
    /// Where: names with dots between them, `content.relatives.name`; a code's text for a rule.
    package let path: String

    /// A change at a place.
    package init(_ kind: Kind, at path: String) {
        self.kind = kind
        self.path = path
    }

    package var description: String { path.isEmpty ? kind.rawValue : "\(kind.rawValue) \(path)" }
}

extension MessageType {
    /// What breaks the rule for compatible change since an older version: nothing, when every message of that version is,
    /// with the number of this version, a message of this one.
    ///
    /// Compatible are: a new field that may be missing, a code more, a longer or freer text, and whatever asks for less.
    package func breakingChanges(since older: MessageType) -> [BreakingChange] {
        guard name == older.name, version > older.version else { return [BreakingChange(.notNewer, at: "")] }
        return VersionComparison.changes(from: older, to: self)
    }

    /// Whether every message of an older version is, with the number of this version, a message of this one.
    package func isCompatible(with older: MessageType) -> Bool {
        breakingChanges(since: older).isEmpty
    }
}
