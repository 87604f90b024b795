internal import HTTPDoors
internal import HTTPWire
internal import Telemetry

/// Counts answers and writes one log line each: method, door, status, never a path, since paths hold ids.
struct RequestObservation: Sendable {
    private let log: Log
    private let answers: [Counter]

    init(log: Log, metrics: MetricsRegistry) {
        self.log = log
        answers = (1...5).map {
            metrics.counter(
                name: "vaxel_http_answers_total", help: "Answers by class of status.", labels: [("class", "\($0)xx")])
        }
    }

    /// Notes one answer.
    func observe(_ head: HTTPRequestHead, _ pattern: PathPattern?, _ answer: HTTPResponse, _ requestID: String) {
        answers[min(max(answer.status / 100, 1), 5) - 1].add()
        log.write(
            answer.status >= 500 ? .error : .debug, "http.answered",
            [
                ("method", .token(head.method)), ("door", .fixed(pattern?.description ?? "none")),
                ("status", .integer(answer.status)), ("request", .token(requestID)),
            ])
    }
}
