/// How often and how long a delivery is tried.
package struct DeliveryPolicy: Hashable, Sendable {
    /// Seconds from the first failure to the second attempt; doubled for each failure after.
    package var firstDelay: Double
    /// Seconds that the delay grows to.
    package var longestDelay: Double
    /// The share of a delay by which it is shortened or lengthened at random, 0–1.
    package var jitter: Double
    /// Attempts after which a delivery becomes a dead letter.
    package var attempts: Int
    /// Seconds from the first attempt after which a failure makes a dead letter.
    package var age: Double
    /// Attempts in a row without any answer, lapsed or ended by a restart, after which a delivery becomes a dead letter.
    package var unanswered: Int

    /// Takes the policy; the defaults suit a receiver that is away over a weekend.
    package init(
        firstDelay: Double = 5, longestDelay: Double = 15 * 60, jitter: Double = 0.2, attempts: Int = 20,
        age: Double = 48 * 3600, unanswered: Int = 20
    ) {
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.jitter = jitter
        self.attempts = attempts
        self.age = age
        self.unanswered = unanswered
    }

    /// Seconds to wait after so many failed attempts; `chance` is a random number from 0 to 1.
    func delay(afterAttempts count: Int, chance: Double) -> Double {
        var delay = firstDelay
        for _ in 1..<max(count, 1) where delay < longestDelay { delay *= 2 }
        return min(delay, longestDelay) * (1 + jitter * (2 * chance - 1))
    }
}
