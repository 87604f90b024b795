internal import Telemetry

/// What all connections of a server share.
struct ServerContext: Sendable {
    let limits: HTTPServerLimits
    let service: HTTPService
    /// Bytes of bodies in memory.
    let bodyBytes: Budget
    /// Connections that are open.
    let clients: Budget
    let log: Log
    let metrics: ServerMetrics
    let overUnixSocket: Bool
}
