internal import AccessControl
internal import AuditTrail
internal import Delivery
internal import DurableLog
internal import HTTPDoors
internal import HTTPTransport
internal import Intake
internal import LinuxSystem
internal import MessageFormats
internal import Messages
internal import Operations
internal import Plans
internal import Queues
internal import Routing
internal import Telemetry

/// Everything the gateway is made of but its listener, made from the inside out.
struct GatewayParts: Sendable {
    let log: Log
    let metrics: MetricsRegistry
    let queue: MessageQueue
    /// The directory and who may do what, as they are in force.
    let tables: CurrentTables
    let doors: [Door]
    let reception: Reception
    let lapseWatch: LapseWatch
    let retentionWatch: RetentionWatch
    let publisher: PublishingWorker
    let receiptPushing: ReceiptPushing
    let deadLetterFolders: DeadLetterFolders
    /// Told of every answer.
    let observation: DoorTable.Observer

    /// Opens the journal and makes the rest.
    init(_ ready: Preflight.Readiness, storage: any Storage, readingOnly: Bool = false) async throws {
        let configuration = ready.configuration
        let clock = SystemClock.system
        let now: @Sendable () -> Timestamp = { Timestamp(microseconds: clock.wallMicroseconds()) }
        let elapsed: @Sendable () -> Double = { Double(clock.bootNanoseconds()) / 1e9 }
        metrics = MetricsRegistry()
        log = Log(
            minimum: configuration.logLevel, sink: { StandardStream.error.write($0) }, now: clock.wallMicroseconds)

        let data = try DataFolder(configuration.data)
        queue = try await Self.openQueue(in: data, configuration, storage, clock, readingOnly: readingOnly)
        Self.tell(queue.recovery, queue.startReport, to: log)
        Self.tell(queue.failure, to: log)
        Self.tell(queue.lostRanges, to: log)
        let audit = try await Self.openAudit(at: data.audit, storage, now, besides: queue)
        Self.tell(audit.found, to: log)

        tables = CurrentTables(ready.tables)
        tables.tellOfUnitsMissing(from: queue, to: log)
        tables.tellOfReceiptsNotPushed(from: queue, to: log)
        let tables = tables
        let directory: @Sendable () -> Directory = { tables.value.directory }
        let reader = MessageReader()
        let fingerprints = Fingerprints(key: data.key)
        let unitName: @Sendable (UnitID) -> String? = { directory().units[$0]?.name }
        let receiptDestination = { @Sendable in tables.value.receiptDestination(for: $0, of: $1) }
        let pushedSystems: @Sendable () -> [SystemID] = { Array(tables.value.pushAddresses.keys) }
        let receipts = ApplicationReceipts(
            gatewayUnit: configuration.sourceSystem, fingerprints: fingerprints, unitName: unitName, now: now,
            receiptDestination: receiptDestination)
        let readReceipts = ReadReceipts(
            fingerprints: fingerprints, unitName: unitName, now: now, receiptDestination: receiptDestination)
        let rights: @Sendable () -> PollingRights = { PollingRights(directory(), at: now()) }
        let documents = DeliveryDocuments(reader: reader, queue: queue, receipts: receipts, directory: directory)

        let plans = PlanRegister()
        await StoredPlans(queue: queue, documents: documents, log: log).note(in: plans)
        lapseWatch = LapseWatch(queue: queue, receipts: receipts, log: log)
        retentionWatch = RetentionWatch(queue: queue, policy: configuration.retention.policy, log: log)
        publisher = PublishingWorker(
            queue: queue, documents: documents, register: plans,
            client: HTTPClient(endpoint: configuration.publisher.endpoint), directory: directory,
            withdrawsOnClose: { directory().careGivers[$0]?.onClose == .withdraw },
            sourceSystem: configuration.sourceSystem, retry: configuration.publisher.pace, now: now, log: log)
        receiptPushing = ReceiptPushing(
            queue: queue, documents: documents, retry: configuration.delivery.pace, now: now, log: log)
        deadLetterFolders = DeadLetterFolders(
            root: data.deadLetters, queue: queue, directory: directory, audit: audit, now: now, log: log)

        doors = Self.doors(
            intake: IntakeEndpoint(
                reader: reader, fingerprints: fingerprints, directory: directory, plans: plans, queue: queue,
                receiptDestination: receiptDestination, now: now),
            status: StatusEndpoint(queue: queue, pace: configuration.receipts.pace),
            cases: CaseEndpoint(
                queue: queue, directory: directory, fingerprints: fingerprints, pace: configuration.receipts.pace),
            leases: LeaseEndpoint(
                queue: queue, documents: documents, rights: rights, elapsed: elapsed, room: .standard(metrics: metrics)),
            settle: SettleEndpoints(queue: queue, receipts: receipts, rights: rights),
            kvittens: KvittensEndpoint(queue: queue, receipts: readReceipts, rights: rights, now: now),
            payloads: PayloadEndpoints(queue: queue, audit: audit, now: now),
            queues: QueueEndpoints(
                queue: queue, directory: directory, pushedSystems: pushedSystems, audit: audit, now: now),
            deadLetters: DeadLetterEndpoints(queue: queue, directory: directory, audit: audit, now: now),
            health: HealthEndpoints(
                queue: queue, audit: audit, metrics: metrics, directory: directory, pushedSystems: pushedSystems),
            documentation: DocumentationEndpoints(pages: .standard))
        reception = Reception(access: { tables.value.access }, metrics: metrics, elapsed: elapsed)
        observation = RequestObservation(log: log).observe
    }

    private static func openQueue(
        in data: DataFolder, _ configuration: Configuration, _ storage: any Storage, _ clock: SystemClock,
        readingOnly: Bool
    ) async throws(QueueFailure) -> MessageQueue {
        try await MessageQueue.open(
            at: data.journal, storage: storage, clock: clock, policy: configuration.delivery.policy,
            backlog: configuration.backlog,
            options: JournalOptions(
                segmentBytes: configuration.journal.segment * 1024 * 1024,
                floorBytes: configuration.journal.floor.map { UInt64($0) * 1024 * 1024 } ?? floor(of: data)),
            snapshots: configuration.snapshots, listing: PlanRegister.types, readingOnly: readingOnly)
    }

    /// The floor without one in the configuration: a twentieth of the file system, 1 GiB at most.
    ///
    /// On a small disk a floor of 1 GiB would leave no room for messages at all.
    private static func floor(of data: DataFolder) -> UInt64 {
        let size = try? FileSystemSize.bytes(at: data.path)
        return min(size.map { $0 / 20 } ?? 1 << 30, 1 << 30)
    }

    /// Opens the audit trail, under the lock that the journal has on the data folder by now.
    private static func openAudit(
        at path: String, _ storage: any Storage, _ now: @escaping @Sendable () -> Timestamp, besides queue: MessageQueue
    ) async throws(AuditFailure) -> AuditLog {
        do {
            return try await AuditLog.open(at: path, storage: storage, now: now)
        } catch {
            await queue.close()
            throw error
        }
    }

    /// Says what was found on disk; a torn tail is what a crash leaves of writes that nobody had been answered yet.
    private static func tell(_ found: RecoveryReport, _ start: StartReport, to log: Log) {
        let fields: [(StaticString, LogValue)] = [
            ("snapshot", .integer(Int(clamping: start.snapshot ?? 0))), ("replayed", .integer(start.replayed)),
            ("records", .integer(found.records)), ("torn-bytes", .integer(found.tornBytes)),
            ("torn-file", .token(found.tornFile ?? "none")), ("torn-records-at-most", .integer(found.tornRecords)),
            (
                "torn-since",
                .token(found.tornSince.map { Timestamp(microseconds: Int64($0) * 1_000_000).rfc3339 } ?? "none")
            ),
            ("ended-in-order", .fixed(found.endsWithMark ? "yes" : "no")),
        ]
        for name in start.unsoundSnapshots { log.write(.error, "snapshot-unsound", [("file", .token(name))]) }
        if start.unreadDeliveries > 0 {
            log.write(.error, "messages-unread", [("waiting", .integer(start.unreadDeliveries))])
        }
        if start.passedOver > 0 {
            log.write(.warning, "records-passed-over", [("records", .integer(start.passedOver))])
        }
        log.write(found.tornBytes > 0 ? .warning : .info, "journal-opened", fields)
    }

    /// Says which records cannot be read, at a start that goes past damage.
    private static func tell(_ damages: [JournalDamage], to log: Log) {
        for damage in damages {
            log.write(
                .error, "store-range-lost",
                [
                    ("file", .token(damage.file)), ("first", .integer(Int(clamping: damage.firstLost))),
                    ("last", .integer(Int(clamping: max(damage.firstLost, damage.lastKnown)))),
                ])
        }
    }

    /// Says why nothing is taken, when that is so from the start.
    private static func tell(_ standstill: QueueFailure?, to log: Log) {
        switch standstill {
        case .held(let hold): log.write(.warning, "store-held", [("reason", .token(hold.rawValue))])
        case .readOnly: log.write(.warning, "store-read-only", [])
        default: break
        }
    }

    /// Says what was found of the audit trail: a broken line was changed or lost by somebody, or by a broken disk.
    private static func tell(_ found: AuditReport, to log: Log) {
        for place in found.breaks {
            log.write(.error, "audit-chain-broken", [("file", .token(place.file)), ("line", .integer(place.line))])
        }
        log.write(
            found.isWhole ? .info : .error, "audit-opened",
            [
                ("lines", .integer(found.lines)), ("broken-lines", .integer(found.brokenLines)),
                ("torn-bytes", .integer(Int(clamping: found.tornTail?.count ?? 0))),
            ])
    }

    /// Says something that is allowed and yet not wise.
    func warn(_ text: String) {
        log.write(.warning, "gateway-warning", [("text", .fixed(text))])
    }
}

extension Configuration.Receipts {
    /// The times as status and case take them.
    fileprivate var pace: ReceiptPace {
        ReceiptPace(
            applicationSeconds: Double(applicationMinutes) * 60,
            kvittensShortestSeconds: Double(kvittensShortestMinutes) * 60)
    }
}

extension Configuration.Publisher {
    /// How long to wait after 1177 did not take a plan.
    fileprivate var pace: RetryPace { RetryPace(first: firstRetry, longest: longestRetry) }
}

extension Configuration.DeliveryPace {
    /// How long to wait after a system did not take a receipt.
    fileprivate var pace: RetryPace { RetryPace(first: firstRetry, longest: longestRetry) }

    /// The pace as the queue takes it.
    fileprivate var policy: DeliveryPolicy {
        DeliveryPolicy(
            firstDelay: firstRetry, longestDelay: longestRetry, attempts: attempts, age: Double(hours) * 3600,
            unanswered: unanswered)
    }
}

extension Configuration {
    /// When the queue takes snapshots; what is known of settled messages goes when their ids do.
    fileprivate var snapshots: SnapshotPolicy {
        SnapshotPolicy(
            changes: max(journal.snapshotRecords * 2 / 5, 1), records: UInt64(journal.snapshotRecords),
            ledgerDays: retention.headDays)
    }
}

extension Configuration.Retention {
    /// How long the queue keeps what is settled.
    fileprivate var policy: RetentionPolicy {
        RetentionPolicy(payloadDays: payloadDays, headDays: headDays)
    }
}
