/// A delivery that has been taken out of its line to be offered: nobody else may take it until it is lent or put back.
struct Pick: Sendable {
    let place: OpenPlace
    /// When, on the boot clock, it goes back into its line, the disk not having given its message; nil while it is being
    /// offered.
    var restsUntil: UInt64?
}
