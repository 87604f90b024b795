import Delivery
import Testing

/// How long a worker waits before it tries again.
struct RetryPaceTests {
    @Test func `the delay doubles up to the longest`() {
        let pace = RetryPace(first: 5, longest: 900)
        #expect((1...10).map(pace.delay) == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    }

    @Test func `after any number of failures it is the longest and no more`() {
        #expect(RetryPace(first: 5, longest: 900).delay(after: Int.max) == 900)
        #expect(RetryPace(first: 5, longest: 3).delay(after: 1) == 3)
        #expect(RetryPace(first: 5, longest: 900).delay(after: 0) == 5)
    }
}
