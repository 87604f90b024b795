internal import Telemetry

/// What a server counts.
struct ServerMetrics {
    let connections: Gauge
    let bodyBytes: Gauge
    let answerBytes: Gauge
    let refusals: Counter
    let unacceptedClients: Counter
    let givenUpConnections: Counter
    let unexpectedPeers: Counter
    private let requestsByClass: [Counter]

    init(_ registry: MetricsRegistry) {
        connections = registry.gauge(name: "vaxel_http_connections", help: "Open connections of clients.")
        bodyBytes = registry.gauge(name: "vaxel_http_body_bytes_in_flight", help: "Bytes of request bodies in memory.")
        answerBytes = registry.gauge(
            name: "vaxel_http_answer_bytes_in_flight", help: "Bytes of answers that their clients have not taken yet.")
        refusals = registry.counter(
            name: "vaxel_http_refusals_total", help: "Requests refused by the protocol: malformed, too large, too slow."
        )
        unacceptedClients = registry.counter(
            name: "vaxel_http_unaccepted_clients_total", help: "Clients turned away because too many were connected.")
        givenUpConnections = registry.counter(
            name: "vaxel_http_given_up_connections_total",
            help: "Connections that rested and were closed because others needed the place.")
        unexpectedPeers = registry.counter(
            name: "vaxel_http_unexpected_peers_total",
            help: "Clients cut off because a Unix socket is for another user than theirs.")
        requestsByClass = ["1xx", "2xx", "3xx", "4xx", "5xx"].map {
            registry.counter(
                name: "vaxel_http_responses_total", help: "Responses by class of status.", labels: [("class", $0)])
        }
    }

    func countResponse(_ status: Int) {
        requestsByClass[min(max(status / 100 - 1, 0), 4)].add()
    }
}
