internal import LinuxSystem
internal import Messages
internal import Queues
internal import Routing
internal import Telemetry

/// The tables that are in force, and their change while the gateway runs.
///
/// A request takes them once and keeps what it took, so that no request sees half of a change.
final class CurrentTables: Sendable {
    private let tables: Lock<DirectoryTables>

    init(_ tables: DirectoryTables) {
        self.tables = Lock(tables)
    }

    /// The tables as they are now.
    var value: DirectoryTables { tables.withLock { $0 } }

    /// Reads both files anew and puts them in force whole, or leaves everything as it was; tells the log which.
    ///
    /// A unit that still has deliveries must stay: nobody could fetch them any more. Call it from one place at a time.
    ///
    /// - Returns: what was wrong; nil when the new tables are in force.
    func reload(_ configuration: Configuration, queue: MessageQueue, log: Log) -> ConfigurationFault? {
        do throws(ConfigurationFault) {
            let new = try DirectoryTables(configuration)
            let old = value
            try Self.expectEmpty(new.unitsMissing(from: old), in: queue, file: configuration.directory)
            tables.withLock { $0 = new }
            log.write(.info, "configuration-reloaded", new.changes(since: old).fields)
            tellOfReceiptsNotPushed(from: queue, to: log)
            return nil
        } catch {
            // The fault names file, place and what to write, as `vaxel check` does; no value of a message is near it.
            log.write(.error, "configuration-not-reloaded", [("fault", .fixed(error.description))])
            return error
        }
    }

    /// Tells the log of each unit that has deliveries and is not in the directory: nobody can fetch them until it is again.
    ///
    /// A reload refuses such a directory; a start takes it, so that the other units are served.
    func tellOfUnitsMissing(from queue: MessageQueue, to log: Log) {
        let units = value.directory.units
        let strays = queue.destinationsWithOpenDeliveries.filter { $0.unit.map { units[$0] == nil } ?? false }
        for figures in queue.figures(of: strays) {
            log.write(
                .error, "queue-without-unit",
                [("unit", .token(figures.destination.name)), ("depth", .integer(figures.depth))])
        }
    }

    /// Tells the log of each system for which receipts wait, and to which none are pushed any more.
    ///
    /// They stay until it is pushed to again, or they expire; the state of their messages tells what they say.
    func tellOfReceiptsNotPushed(from queue: MessageQueue, to log: Log) {
        let addresses = value.pushAddresses
        let strays = queue.destinationsWithOpenDeliveries.filter { $0.system.map { addresses[$0] == nil } ?? false }
        for figures in queue.figures(of: strays) {
            log.write(
                .warning, "receipts-not-pushed",
                [("queue", .token(figures.destination.name)), ("depth", .integer(figures.depth))])
        }
    }

    private static func expectEmpty(
        _ units: [UnitID], in queue: MessageQueue, file: String
    ) throws(ConfigurationFault) {
        for figures in queue.figures(of: units.map { Destination($0) }) where figures.depth > 0 {
            throw ConfigurationFault(
                file: file,
                detail: "\(figures.destination) is not there any more, and \(figures.depth) deliveries wait for it; "
                    + "give it \"validTo\" instead, so that it takes no new ones")
        }
    }
}
