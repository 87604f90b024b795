internal import Telemetry

/// What all connections of a server share.
struct ServerContext: Sendable {
    let limits: HTTPServerLimits
    let service: HTTPService
    /// Bytes of bodies in memory.
    let bodyBytes: Budget
    let clients: ClientAllowance
    let log: Log
    let metrics: ServerMetrics
}
