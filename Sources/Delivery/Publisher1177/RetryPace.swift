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
