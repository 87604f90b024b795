@testable import AccessControl
import Testing

/// A steady pace with a store for bursts, by a clock in the hand.
struct TokenBucketTests {
    @Test func `what is in store may be used at once, more comes with time`() {
        var bucket = TokenBucket(capacity: 2, perSecond: 2, at: 100)
        for _ in 1...2 {
            #expect(bucket.wait(for: 1, at: 100) == 0)
            bucket.take(1, at: 100)
        }
        #expect(bucket.wait(for: 1, at: 100) == 0.5)
        #expect(bucket.wait(for: 1, at: 100.25) == 0.25)
        #expect(bucket.wait(for: 1, at: 100.5) == 0)
    }

    @Test func `no more is stored than fits, however long nobody came`() {
        var bucket = TokenBucket(capacity: 2, perSecond: 2, at: 0)
        bucket.take(2, at: 10_000)
        #expect(bucket.wait(for: 1, at: 10_000) == 0.5)
    }

    @Test func `what was taken beyond the store is owed`() {
        var bucket = TokenBucket(capacity: 60, perSecond: 1, at: 0)
        bucket.take(100, at: 0)
        #expect(bucket.wait(for: 1, at: 0) == 41)
        #expect(bucket.wait(for: 1, at: 41) == 0)
    }

    @Test func `more than fits is there when the store is full`() {
        var bucket = TokenBucket(capacity: 1, perSecond: 1, at: 0)
        #expect(bucket.wait(for: 5, at: 0) == 0)
    }

    @Test func `a clock that stands or jumps back fills nothing`() {
        var bucket = TokenBucket(capacity: 1, perSecond: 1, at: 10)
        bucket.take(1, at: 10)
        #expect(bucket.wait(for: 1, at: 5) == 1)
        #expect(bucket.wait(for: 1, at: 10) == 1)
    }
}
