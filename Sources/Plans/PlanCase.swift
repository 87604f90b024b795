/// The case that a message was found to belong to, by the number that the queues know it by.
package struct PlanCase: Hashable, Sendable {
    private let number: UInt64

    /// Takes the number.
    package init(_ number: UInt64) {
        self.number = number
    }
}
