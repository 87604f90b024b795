/// How long a worker waits before it tries a destination again: doubling from the first delay to the longest.
package struct RetryPace: Hashable, Sendable {
    /// Seconds before the second try.
    package let first: Double
    /// Seconds between tries at most.
    package let longest: Double

    /// Takes both delays in seconds.
    package init(first: Double, longest: Double) {
        self.first = first
        self.longest = longest
    }

    /// Seconds to wait after so many failures in a row, shortened or lengthened by at most a fifth.
    ///
    /// `chance` is a random number from 0 to 1; gateways that lost the same service do not come back to it as one.
    func delay(after failures: Int, chance: Double) -> Double {
        delay(after: failures) * (1 + 0.2 * (2 * chance - 1))
    }

    /// Seconds to wait after so many failures in a row, the first being 1.
    package func delay(after failures: Int) -> Double {
        var delay = first
        var doublings = max(failures, 1) - 1
        while doublings > 0, delay < longest {
            delay *= 2
            doublings -= 1
        }
        return min(delay, longest)
    }
}
