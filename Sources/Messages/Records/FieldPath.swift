/// Where in a message something stands, apart from whether the message came as XML or JSON.
package struct FieldPath: Hashable, Sendable {
    /// One step down from the message.
    package enum Step: Hashable, Sendable {
        /// Into a member, by its declared name.
        case member(String)
        /// Into an item of a list, counted from 0.
        case item(Int)
    }

    /// The steps from the message inwards; none for the message itself.
    package private(set) var steps: [Step]

    /// Takes the steps from the message inwards.
    package init(steps: [Step]) {
        self.steps = steps
    }

    /// A path through members only: `FieldPath("content", "address")`.
    package init(_ names: String...) {
        steps = names.map(Step.member)
    }

    /// The path one member further in.
    package func appending(_ name: String) -> FieldPath {
        FieldPath(steps: steps + [.member(name)])
    }

    /// The path one item further in, counted from 0.
    package func appending(item index: Int) -> FieldPath {
        FieldPath(steps: steps + [.item(index)])
    }
}

extension FieldPath {
    /// Reads a JSON Pointer into a message whose names hold neither slash nor tilde: `/receivers/0`.
    package init(pointer: String) {
        steps = pointer.split(separator: "/").map { part in Int(part).map(Step.item) ?? .member(String(part)) }
    }
}
