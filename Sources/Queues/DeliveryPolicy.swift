/// How deliveries are tried again and given up.
package struct DeliveryPolicy: Hashable, Sendable {
    /// Seconds before the second attempt.
    package let firstRetry: Double
    /// Seconds between attempts at most.
    package let longestRetry: Double
    /// Attempts before a delivery is given up.
    package let attempts: Int
    /// Seconds from the first attempt before a delivery is given up.
    package let age: Double

    /// The defaults are those of the contract: 5 s doubling to 15 min, 20 attempts or 48 h.
    package init(firstRetry: Double = 5, longestRetry: Double = 900, attempts: Int = 20, age: Double = 48 * 3600) {
        self.firstRetry = firstRetry
        self.longestRetry = longestRetry
        self.attempts = attempts
        self.age = age
    }

    /// Seconds to hold a delivery back after so many failed attempts.
    ///
    /// - Parameter jitter: from 0 to 1; spreads the tries over the last fifth of the delay, so that deliveries which
    ///   failed together do not come again together.
    func delay(afterAttempts attempts: Int, jitter: Double) -> Double {
        var delay = firstRetry
        for _ in 1..<max(attempts, 1) where delay < longestRetry { delay *= 2 }
        return min(delay, longestRetry) * (0.8 + 0.2 * jitter)
    }
}
