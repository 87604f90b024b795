/// What may be used at a steady pace, with a store for bursts: full at first, and filled up as time goes by.
struct TokenBucket: Hashable, Sendable {
    private let capacity: Double
    private let perSecond: Double
    private var level: Double
    private var filledAt: Double

    /// A full bucket; `moment` is in seconds of a clock that never goes back.
    init(capacity: Double, perSecond: Double, at moment: Double) {
        self.capacity = capacity
        self.perSecond = perSecond
        level = capacity
        filledAt = moment
    }

    /// Seconds until so much is there, never more than fits in; 0 when it is there now.
    mutating func wait(for amount: Double, at moment: Double) -> Double {
        fill(at: moment)
        return max(0, min(amount, capacity) - level) / perSecond
    }

    /// Takes so much, more than there is if need be: what is owed must fill up first.
    mutating func take(_ amount: Double, at moment: Double) {
        fill(at: moment)
        level -= amount
    }

    private mutating func fill(at moment: Double) {
        level = min(capacity, level + max(0, moment - filledAt) * perSecond)
        filledAt = max(filledAt, moment)
    }
}
