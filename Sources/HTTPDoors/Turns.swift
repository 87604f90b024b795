/// What waits, by whose it is: its owners have their turns, and each owner's things go in the order in which they came.
package struct Turns<Owner: Hashable & Sendable, Thing: Sendable>: Sendable {
    private var waiting: [Owner: [Thing]] = [:]
    /// The owners that have something waiting, the one whose turn is next first.
    private var order: [Owner] = []

    /// Nothing waits.
    package init() {}

    /// Puts a thing behind its owner's others; an owner who had none comes last.
    package mutating func add(_ thing: Thing, for owner: Owner) {
        if waiting[owner] == nil { order.append(owner) }
        waiting[owner, default: []].append(thing)
    }

    /// Takes the first thing of the owner whose turn it is; nil when nothing waits.
    package mutating func next() -> Thing? {
        guard let owner = order.first, let thing = waiting[owner]?.first else { return nil }
        order.removeFirst()
        waiting[owner]?.removeFirst()
        if waiting[owner]?.isEmpty == true { waiting[owner] = nil } else { order.append(owner) }
        return thing
    }
}
