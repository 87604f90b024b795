internal import HTTPTransport
internal import Messages
internal import Queues
internal import Telemetry

extension Configuration {
    /// Reads and checks `vaxel.json`.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that is wrong; unknown keys are named with the nearest known one.
    package init(file: String) throws(ConfigurationFault) {
        let bytes = try ConfigurationFile.read(file)
        try self.init(bytes: bytes, file: file)
    }

    /// Reads the bytes of `vaxel.json`; `file` names them in faults and is where relative paths start.
    init(bytes: [UInt8], file: String) throws(ConfigurationFault) {
        let root = try ConfigurationObject(bytes: bytes, file: file)
        try root.expectOnly([
            "listen", "data", "directory", "credentials", "sourceSystemHSAId", "publisher1177", "delivery", "receipts",
            "limits", "journal", "retention", "log", "acceptUnencryptedTraffic",
        ])
        let folder = ConfigurationFile.folder(of: file)
        self.init(
            file: file, folder: folder,
            listen: try Self.listen(root, in: folder),
            data: ConfigurationFile.path(try root.text("data") ?? "data", in: folder),
            directory: ConfigurationFile.path(try root.text("directory") ?? "directory.json", in: folder),
            credentials: ConfigurationFile.path(try root.text("credentials") ?? "credentials.json", in: folder),
            sourceSystem: try root.requiredIdentifier("sourceSystemHSAId", "an HSA-id") { UnitID($0) },
            acceptsUnencryptedTraffic: try Self.acceptsUnencryptedTraffic(root),
            publisher: try Self.publisher(root),
            delivery: try Self.delivery(root),
            receipts: try Self.receipts(root),
            bodiesInFlight: try Self.bodiesInFlight(root),
            backlog: try Self.backlog(root),
            journal: try Self.journal(root),
            retention: try Self.retention(root),
            logLevel: try Self.logLevel(root))
    }

    private static func listen(
        _ root: ConfigurationObject, in folder: String
    ) throws(ConfigurationFault) -> Listen {
        guard let object = try root.object("listen") else { throw root.fault("listen", "is missing") }
        try object.expectOnly(["address", "port", "unixSocket", "beyondLoopback"])
        guard let port = try object.integer("port", in: 0...65535) else { throw object.fault("port", "is missing") }
        let (saidOnce, saidAgain) = (try object.boolean("beyondLoopback"), try acceptsUnencryptedTraffic(root))
        let listen = Listen(
            address: try object.text("address") ?? "127.0.0.1", port: port,
            proxySocket: try proxySocket(object, in: folder),
            isAllowedBeyondLoopback: (saidOnce ?? false) && saidAgain)
        guard listen.isLoopback || listen.isAllowedBeyondLoopback else {
            throw object.fault(
                "address",
                "plain HTTP beyond this machine shows patients' data to the network. Let a TLS proxy on this machine "
                    + "listen there; or, if the network itself is protected, say so twice: \"beyondLoopback\": true "
                    + "here and \"acceptUnencryptedTraffic\": true at the top of the file")
        }
        return listen
    }

    /// The second of the two switches that plain HTTP beyond this machine needs.
    private static func acceptsUnencryptedTraffic(_ root: ConfigurationObject) throws(ConfigurationFault) -> Bool {
        try root.boolean("acceptUnencryptedTraffic") ?? false
    }

    private static func publisher(_ root: ConfigurationObject) throws(ConfigurationFault) -> Publisher {
        guard let object = try root.object("publisher1177") else { throw root.fault("publisher1177", "is missing") }
        try object.expectOnly(["url", "beyondLoopback", "firstRetrySeconds", "longestRetrySeconds"])
        return Publisher(
            endpoint: try object.service(
                taking: "patients' plans", acceptsUnencryptedTraffic: try acceptsUnencryptedTraffic(root)),
            firstRetry: Double(try object.integer("firstRetrySeconds", in: 1...3600) ?? 5),
            longestRetry: Double(try object.integer("longestRetrySeconds", in: 1...86_400) ?? 900))
    }

    private static func delivery(_ root: ConfigurationObject) throws(ConfigurationFault) -> DeliveryPace {
        let object = try root.object("delivery")
        try object?.expectOnly(["firstRetrySeconds", "longestRetrySeconds", "attempts", "hours", "unanswered"])
        return DeliveryPace(
            firstRetry: Double(try object?.integer("firstRetrySeconds", in: 1...3600) ?? 5),
            longestRetry: Double(try object?.integer("longestRetrySeconds", in: 1...86_400) ?? 900),
            attempts: try object?.integer("attempts", in: 1...1000) ?? 20,
            hours: try object?.integer("hours", in: 1...8760) ?? 48,
            unanswered: try object?.integer("unanswered", in: 1...1000) ?? 20)
    }

    private static func receipts(_ root: ConfigurationObject) throws(ConfigurationFault) -> Receipts {
        let object = try root.object("receipts")
        try object?.expectOnly(["applicationMinutes", "kvittensShortestMinutes"])
        return Receipts(
            applicationMinutes: try object?.integer("applicationMinutes", in: 1...10_080) ?? 30,
            kvittensShortestMinutes: try object?.integer("kvittensShortestMinutes", in: 0...1440) ?? 0)
    }

    private static func bodiesInFlight(_ root: ConfigurationObject) throws(ConfigurationFault) -> Int {
        let object = try root.object("limits")
        try object?.expectOnly(["bodiesInFlightMiB", "backlog", "backlogOfUnits"])
        return try object?.integer("bodiesInFlightMiB", in: 17...65_536) ?? 256
    }

    private static func journal(_ root: ConfigurationObject) throws(ConfigurationFault) -> JournalPace {
        let object = try root.object("journal")
        try object?.expectOnly(["segmentMiB", "snapshotRecords", "floorMiB"])
        return JournalPace(
            segment: try object?.integer("segmentMiB", in: 1...1024) ?? 64,
            snapshotRecords: try object?.integer("snapshotRecords", in: 100...10_000_000) ?? 100_000,
            floor: try object?.integer("floorMiB", in: 0...1_048_576))
    }

    private static func retention(_ root: ConfigurationObject) throws(ConfigurationFault) -> Retention {
        let object = try root.object("retention")
        try object?.expectOnly(["payloadDays", "headDays"])
        let retention = Retention(
            payloadDays: try object?.integer("payloadDays", in: 1...3650) ?? 30,
            headDays: try object?.integer("headDays", in: 1...3650) ?? 400)
        guard retention.headDays >= retention.payloadDays else {
            throw root.fault("retention", "headDays is less than payloadDays: a message's bytes would outlive the rest")
        }
        return retention
    }

    private static func backlog(_ root: ConfigurationObject) throws(ConfigurationFault) -> BacklogLimits {
        let object = try root.object("limits")
        let range = 1...1_000_000_000
        var limits = BacklogLimits(perUnit: try object?.integer("backlog", in: range) ?? 1_000_000)
        guard let units = try object?.object("backlogOfUnits") else { return limits }
        for name in units.names {
            guard let unit = UnitID(name) else { throw units.fault(name, "an HSA-id is expected as the key") }
            guard limits.units[unit] == nil else { throw units.fault(name, "this unit has a limit above") }
            limits.units[unit] = try units.integer(name, in: range)
        }
        return limits
    }

    private static func logLevel(_ root: ConfigurationObject) throws(ConfigurationFault) -> LogLevel {
        let levels: [String: LogLevel] = ["debug": .debug, "info": .info, "warning": .warning, "error": .error]
        guard let name = try root.text("log") else { return .info }
        guard let level = levels[name] else { throw root.fault("log", "debug, info, warning or error is expected") }
        return level
    }
}
