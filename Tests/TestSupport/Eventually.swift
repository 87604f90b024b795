/// What was awaited did not come about in time.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

/// Looks again and again until something is there, for at most so many seconds, times the tests' patience.
package func eventually<Value: Sendable>(
    _ what: String, within seconds: Int = 20, _ look: @Sendable () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now.advanced(by: .seconds(seconds * Patience.factor))
    while ContinuousClock.now < end {
        if let value = try await look() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw NeverHappened(description: "waited \(seconds) seconds for \(what)")
}
