/// What was awaited did not come about in time.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

/// Looks again and again until something is there, for at most so many seconds, times the tests' patience.
package func eventually<Value: Sendable>(
    _ what: String, within seconds: Int = 120, _ look: @Sendable () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now.advanced(by: .seconds(seconds * Patience.factor))
    // On a busy machine the time may be over before there was a second look.
    var looks = 0
    while ContinuousClock.now < end || looks < 50 {
        if let value = try await look() { return value }
        try await Task.sleep(for: .milliseconds(20))
        looks += 1
    }
    throw NeverHappened(description: "waited \(seconds) seconds for \(what)")
}
