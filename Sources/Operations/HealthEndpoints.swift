internal import AccessControl
package import AuditTrail
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues
package import Routing
package import Telemetry

/// The doors for those who watch the program: alive, ready, and, on this machine only, its figures.
///
/// They hold nothing about patients.
package struct HealthEndpoints: Sendable {
    private let queue: MessageQueue
    private let audit: AuditLog
    private let metrics: MetricsRegistry
    private let directory: @Sendable () -> Directory
    private let pushedSystems: @Sendable () -> [SystemID]

    /// Takes the queue and the trail whose failures make the gateway unready, the figures to show, the directory in force, whose
    /// units' queues are among them, and the systems to which receipts are pushed now, whose queues are too.
    package init(
        queue: MessageQueue, audit: AuditLog, metrics: MetricsRegistry, directory: @escaping @Sendable () -> Directory,
        pushedSystems: @escaping @Sendable () -> [SystemID] = { [] }
    ) {
        self.queue = queue
        self.audit = audit
        self.metrics = metrics
        self.directory = directory
        self.pushedSystems = pushedSystems
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.livezSign) { call async throws(Rejection) in
                text("alive\n", for: call)
            },
            Door(Self.readyzSign) { call async throws(Rejection) in
                try expectWritableStore()
                guard queue.isServing else { throw Rejection(.stopping, "the gateway is stopping") }
                guard !audit.hasFailed else {
                    throw Rejection(.auditFailed, "the audit trail has failed; the process must be started anew")
                }
                guard !queue.isAtFloor else {
                    throw Rejection(
                        .diskFull, "the disk is at its floor: no message is taken, and what waits is lent and settled")
                }
                return text("ready\n", for: call)
            },
            Door(Self.metricsSign) { call async throws(Rejection) in
                text(figures, type: "text/plain; version=0.0.4; charset=utf-8", for: call)
            },
        ]
    }

    private func expectWritableStore() throws(Rejection) {
        switch queue.failure {
        case nil: return
        case .held(let hold): throw Rejection(.storeHeld, "the store is held: \(hold)")
        case .readOnly: throw Rejection(.storeReadOnly, "the gateway was started for reading only")
        default:
            throw Rejection(.journalFailed, "the journal has failed; the process ends and must be started anew")
        }
    }

    /// All figures, those of the queue read anew.
    private var figures: String {
        let tally = queue.conservation()
        let units = directory().units
        // A unit that a restart took out of the directory is not, with what waits for it, out of the figures.
        let strays = queue.destinationsWithOpenDeliveries.compactMap(\.unit).filter { units[$0] == nil }
        let destinations = (units.keys + strays).sorted().map { Destination($0) }
        // What the gateway serves itself is no unit's: its figures tell of no unit and no organisation.
        let served = queue.servedDestinations(pushingTo: pushedSystems())
        let queues = QueueMetrics(
            queues: queue.figures(of: destinations + served, sparingCompulsoryAt: Set(destinations)),
            restricted: restrictedFigures(of: units), room: queue.room(), isAtFloor: queue.isAtFloor)
        return metrics.render() + queues.text + """
            # HELP vaxel_deliveries Deliveries by state.
            # TYPE vaxel_deliveries gauge
            vaxel_deliveries{state="waiting"} \(tally.waiting)
            vaxel_deliveries{state="leased"} \(tally.leased)
            vaxel_deliveries{state="retrying"} \(tally.retrying)
            vaxel_deliveries{state="held"} \(tally.held)
            vaxel_deliveries{state="dead"} \(tally.dead)
            vaxel_deliveries{state="completed"} \(tally.completed)
            vaxel_deliveries{state="cancelled"} \(tally.cancelled)
            vaxel_deliveries{state="discarded"} \(tally.discarded)
            vaxel_deliveries{state="expired"} \(tally.expired)
            # HELP vaxel_conservation_difference Deliveries created less those accounted for; anything but 0 is a fault.
            # TYPE vaxel_conservation_difference gauge
            vaxel_conservation_difference \(tally.difference)
            # HELP vaxel_store_held Whether the store may be a copy, and is held until an operator releases it.
            # TYPE vaxel_store_held gauge
            vaxel_store_held \(isHeld ? 1 : 0)
            # HELP vaxel_store_read_only Whether the gateway was started for reading only.
            # TYPE vaxel_store_read_only gauge
            vaxel_store_read_only \(queue.failure == .readOnly ? 1 : 0)
            # HELP vaxel_journal_damages Places in the journal that could not be read when it was last verified.
            # TYPE vaxel_journal_damages gauge
            vaxel_journal_damages \(queue.knownDamages)
            # HELP vaxel_journal_failed_reads_total Reads that the disk has refused or given back otherwise than they were written.
            # TYPE vaxel_journal_failed_reads_total counter
            vaxel_journal_failed_reads_total \(queue.failedReads)
            # HELP vaxel_deliveries_unread Deliveries that wait for the disk to give their messages.
            # TYPE vaxel_deliveries_unread gauge
            vaxel_deliveries_unread \(queue.unreadDeliveries)
            # HELP vaxel_snapshots_failed_total Snapshots of the queues that could not be written; the next start reads more.
            # TYPE vaxel_snapshots_failed_total counter
            vaxel_snapshots_failed_total \(queue.failedSnapshots)
            # HELP vaxel_snapshot_files_damaged Files of snapshots found not to be as they were written; the next start passes them over.
            # TYPE vaxel_snapshot_files_damaged gauge
            vaxel_snapshot_files_damaged \(queue.damagedSnapshotFiles)
            # HELP vaxel_audit_failed Whether the audit trail has failed, and takes nothing until a new start.
            # TYPE vaxel_audit_failed gauge
            vaxel_audit_failed \(audit.hasFailed ? 1 : 0)

            """
    }

    /// What is about compulsory care, which no series of a unit counts: by the organisations of the directory.
    ///
    /// Source: rules, "Consent, secrecy, compulsory care".
    private func restrictedFigures(
        of units: [UnitID: Unit]
    ) -> [(organisation: OrganisationID, figures: RestrictedFigures)] {
        Dictionary(grouping: units.values, by: \.organisation).sorted { $0.key.id < $1.key.id }.map {
            ($0.key, queue.restrictedFigures(of: $0.value.map { Destination($0.id) }))
        }
    }

    private var isHeld: Bool {
        if case .held = queue.failure { true } else { false }
    }

    private func text(_ text: String, type: String = "text/plain; charset=utf-8", for call: Call) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: HTTPHeaders([("Content-Type", type), ("Cache-Control", "no-store")]),
            body: Array(text.utf8))
    }
}
