internal import Telemetry

/// What all connections of a server share.
struct ServerContext: Sendable {
    let limits: HTTPServerLimits
    let service: HTTPService
    /// Bytes of bodies in memory.
    let bodyBytes: BodyRoom
    /// Bytes of answers that wait for their clients.
    let answerBytes: Budget
    let clients: ClientAllowance
    let log: Log
    let metrics: ServerMetrics
}
