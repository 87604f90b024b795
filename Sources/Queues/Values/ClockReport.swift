/// What was noticed of the wall clock.
package struct ClockReport: Hashable, Sendable {
    /// How often it was put right since the start after it had been ahead by more than an hour; times go on from there.
    package let setBacks: Int
    /// Whether it shows another time than the boot clock says, by more than an hour and for less than a day: until then
    /// retention goes by the earlier one.
    package let isDoubted: Bool

    /// Makes a report; that of a clock of which nothing is to be said unless told otherwise.
    package init(setBacks: Int = 0, isDoubted: Bool = false) {
        self.setBacks = setBacks
        self.isDoubted = isDoubted
    }
}
