/// When the receipts of a delivery are due.
///
/// Source: rules, "Receipts".
package struct ReceiptPace: Hashable, Sendable {
    /// Seconds from a delivery's first availability until its application receipt is due.
    package let applicationSeconds: Double
    /// Seconds from a delivery's first availability that its unit has at least before the noon of its kvittens.
    package let kvittensShortestSeconds: Double

    /// Takes both times; without them those of the contract.
    package init(applicationSeconds: Double = 1800, kvittensShortestSeconds: Double = 0) {
        self.applicationSeconds = applicationSeconds
        self.kvittensShortestSeconds = kvittensShortestSeconds
    }
}
