internal import Delivery
internal import Digests
package import DurableLog
internal import HTTPDoors
internal import HTTPTransport
internal import HTTPWire
internal import Intake
package import LinuxSystem
internal import MessageFormats
internal import Messages
internal import Operations
internal import Queues
internal import Routing
internal import Telemetry

/// The gateway, wired: the one file that shows what is made of what, in which order it starts and stops.
package actor Gateway {
    /// The address that is listened on.
    package nonisolated let address: String
    /// The port that is listened on, also when the configuration let the system choose it.
    package nonisolated let port: Int
    /// What an operator must do before the gateway takes messages, in English and Swedish; nil when nothing is to be done.
    package nonisolated let standstill: String?

    private let parts: GatewayParts
    private let configuration: Configuration
    private let server: HTTPServer
    private let lapseWatch: Task<Void, Never>
    private let workers: [Task<Void, Never>]

    private init(parts: GatewayParts, server: HTTPServer, configuration: Configuration) {
        self.parts = parts
        self.server = server
        self.configuration = configuration
        address = configuration.listen.address
        port = server.port
        standstill = Standstill.text(for: parts.queue.failure, configuration: configuration.file)
        lapseWatch = Task { await parts.lapseWatch.run() }
        workers = [
            Task { await parts.publisher.run() },
            Task { await parts.deadLetterFolders.run() },
            Task { await parts.retentionWatch.run() },
            lapseWatch,
        ]
        parts.receiptPushing.serve(parts.tables.value.pushAddresses)
    }

    /// Checks the configuration, opens the journal, listens, and starts the outbound workers.
    ///
    /// - Parameters:
    ///   - configuration: what `vaxel.json` says.
    ///   - storage: the disk under the journal.
    ///   - readingOnly: whether nothing is to be taken or given out, and nothing written into the journal's folder; damage
    ///     does not keep such a gateway from starting.
    /// - Returns: the gateway, listening.
    /// - Throws: `StartFailure`; nothing listens then, and the journal is closed.
    package static func start(
        _ configuration: Configuration, storage: any Storage = DiskStorage(), readingOnly: Bool = false
    ) async throws(StartFailure) -> Gateway {
        ProcessSettings.setUmask(0o077)
        do {
            try ProcessSettings.disableCoreDumps()
            try ProcessSettings.raiseOpenFileLimit()
            let ready = try Preflight.prepare(configuration)
            let parts = try await GatewayParts(ready, storage: storage, readingOnly: readingOnly)
            for warning in ready.warnings { parts.warn(warning) }
            return Gateway(parts: parts, server: try await listen(ready, parts), configuration: configuration)
        } catch {
            let hint = (error as? QueueFailure).flatMap { Standstill.hint(for: $0, configuration: configuration.file) }
            throw StartFailure(description: "\(error)" + (hint.map { "\n\($0)" } ?? ""))
        }
    }

    private static func listen(_ ready: Preflight.Readiness, _ parts: GatewayParts) async throws -> HTTPServer {
        let listen = ready.configuration.listen
        let doors = DoorTable(
            parts.doors, reception: parts.reception, requestIDs: RequestIDs(), observe: parts.observation)
        do {
            return try HTTPServer.start(
                on: listen.addresses, limits: HTTPServerLimits(ready.configuration),
                service: HTTPService(
                    admit: { doors.admit($0, $1) }, refuse: { doors.refuse($0) }, rounds: HTTPRounds(parts.queue)),
                log: parts.log, metrics: parts.metrics)
        } catch {
            await parts.queue.close()
            throw error
        }
    }

    /// Why a run ended.
    package enum End: Sendable {
        /// It was asked to, and everything was put in order.
        case asked
        /// The journal failed: what was answered is safe, nothing more is taken; the program must be started anew.
        case failed(String)
    }

    /// Reads the directory and the tokens anew, and puts them in force whole or not at all; the log tells which.
    ///
    /// `vaxel.json` is not read again. Requests that run end by what was in force when they came.
    ///
    /// - Returns: what is wrong with the files; nil when they are in force.
    @discardableResult
    package func reload() -> ConfigurationFault? {
        let fault = parts.tables.reload(configuration, queue: parts.queue, log: parts.log)
        parts.receiptPushing.serve(parts.tables.value.pushAddresses)
        return fault
    }

    /// Runs until it is asked to stop or the journal fails, which the watch over leases notices first; then stops.
    ///
    /// - Parameters:
    ///   - asked: returns when the end is asked for, or its task is cancelled.
    ///   - wishes: each of them reloads; nil where nobody wishes that.
    /// - Returns: why it ended.
    package func run(
        until asked: @escaping @Sendable () async -> Void, reloadingAt wishes: ReloadSignals? = nil
    ) async -> End {
        let lapseWatch = lapseWatch
        // A store that takes nothing has nothing to watch: its watch ended at once, and that ends no run.
        let isWatching = parts.queue.failure?.endsProgram ?? true
        await withTaskGroup { group in
            group.addTask { await asked() }
            if isWatching { group.addTask { await lapseWatch.value } }
            let reloads = Task { await wishes?.forEach { await self.reload() } }
            await group.next()
            reloads.cancel()
            // Waiting for a task's value does not heed cancellation, so the watch itself is ended.
            lapseWatch.cancel()
            group.cancelAll()
        }
        let failure = parts.queue.failure.flatMap { $0.endsProgram ? $0 : nil }
        await stop()
        return failure.map { .failed("the journal failed: \($0). Start the gateway anew; it reads the disk again.") }
            ?? .asked
    }

    /// Takes no new connections, lets running requests end, stops the workers, and closes the journal with a mark.
    package func stop() async {
        await server.stop(grace: 10) { [queue = parts.queue] in queue.endWaiting() }
        for worker in workers { worker.cancel() }
        for worker in workers { await worker.value }
        await parts.receiptPushing.stop()
        await parts.queue.close()
        parts.log.write(.info, "gateway-stopped")
    }
}

extension Configuration.Listen {
    /// TCP, and the TLS proxy's socket if there is one.
    fileprivate var addresses: [ListenAddress] {
        [.tcp(host: address, port: port)] + (proxySocket.map { [.unix($0.path, for: $0.proxy)] } ?? [])
    }
}

extension HTTPRounds {
    /// What the requests of a round store goes to the disk with one sync.
    fileprivate init(_ queue: MessageQueue) {
        self.init(begin: { queue.beginGathering() }, end: { queue.endGathering() })
    }
}

extension HTTPServerLimits {
    /// The server's own limits, but for what the configuration sets.
    fileprivate init(_ configuration: Configuration) {
        self.init()
        bodyBytesInFlight = configuration.bodiesInFlight * 1024 * 1024
    }
}

/// Why the gateway did not start, for a person.
package struct StartFailure: Error, Sendable, CustomStringConvertible {
    /// What happened, and what to do.
    package let description: String
}
