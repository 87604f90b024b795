@testable import Queues
import Testing

/// How long a delivery that failed waits.
struct DeliveryPolicyTests {
    private let policy = DeliveryPolicy(firstDelay: 5, longestDelay: 900, jitter: 0.2)

    @Test func `the delay doubles with each failure up to the longest`() {
        let delays = [1, 2, 3, 8, 9, 20].map { policy.delay(afterAttempts: $0, chance: 0.5) }
        #expect(delays == [5, 10, 20, 640, 900, 900])
    }

    @Test(arguments: [(0.0, 0.8), (0.25, 0.9), (0.5, 1), (1, 1.2)])
    func `a part of it is left to chance, so that those who failed together do not come back together`(
        chance: Double, factor: Double
    ) {
        for (attempts, delay) in [(1, 5.0), (3, 20), (20, 900)] {
            #expect(abs(policy.delay(afterAttempts: attempts, chance: chance) - delay * factor) < 0.000_001)
        }
    }
}
