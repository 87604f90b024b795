internal import HTTPDoors
internal import HTTPWire
internal import Telemetry

/// Writes one log line per answer: method, door, status and request id, never a path, since paths hold ids.
struct RequestObservation: Sendable {
    private let log: Log

    init(log: Log) {
        self.log = log
    }

    /// Notes one answer; the door is nil where none was found, and what is for nobody is no error.
    func observe(
        _ head: HTTPRequestHead, _ pattern: PathPattern?, _ answer: HTTPResponse, _ requestID: String, isForNobody: Bool
    ) {
        log.write(
            answer.status >= 500 && !isForNobody ? .error : .debug, "http-answered",
            [
                ("method", .token(head.method)), ("door", .fixed(pattern?.description ?? "none")),
                ("status", .integer(answer.status)), ("request", .token(requestID)),
            ])
    }
}
