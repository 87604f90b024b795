/// Where events are told to those who operate the gateway: one line each.
///
/// May be called from any thread. The sink is called on the caller's thread, once per line, with the whole line.
package final class Log: Sendable {
    private let minimum: LogLevel
    private let sink: @Sendable ([UInt8]) -> Void
    private let now: @Sendable () -> Int64

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - minimum: events below it are dropped.
    ///   - sink: takes one whole line with its line feed.
    ///   - now: microseconds since 1970-01-01T00:00:00Z.
    package init(
        minimum: LogLevel, sink: @escaping @Sendable ([UInt8]) -> Void, now: @escaping @Sendable () -> Int64
    ) {
        self.minimum = minimum
        self.sink = sink
        self.now = now
    }

    /// Writes one event; nothing if its level is below the log's minimum, and then its fields are not even gathered.
    package func write(
        _ level: LogLevel, _ event: StaticString, _ fields: @autoclosure () -> [(StaticString, LogValue)] = []
    ) {
        guard level >= minimum else { return }
        sink(LogLine(time: now(), level: level, event: event, fields: fields()).bytes)
    }

    /// A log that keeps silent.
    package static let silent = Log(minimum: .error, sink: { _ in }, now: { 0 })
}
