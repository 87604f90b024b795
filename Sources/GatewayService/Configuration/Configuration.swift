package import HTTPTransport
package import LinuxSystem
package import Messages
package import Queues
package import Telemetry

/// What `vaxel.json` says: where the gateway listens, where its data are, and how it paces itself.
///
/// Immutable.
package struct Configuration: Hashable, Sendable {
    /// Where plain HTTP is listened for.
    package struct Listen: Hashable, Sendable {
        /// An IPv4 or IPv6 address.
        package var address: String
        /// 0 lets the system choose one.
        package var port: Int
        /// Where the TLS proxy of this machine is listened to, if there is one.
        package var proxySocket: ProxySocket?
        /// Whether both switches that plain HTTP beyond loopback needs are on.
        package var isAllowedBeyondLoopback: Bool

        /// Whether only programs on this machine can connect.
        package var isLoopback: Bool { HTTPEndpoint.tcp(host: address, port: port).isLoopback }
    }

    /// The Unix socket of a TLS proxy, which shows whose certificate a client has.
    package struct ProxySocket: Hashable, Sendable {
        /// The socket's file, as an absolute path of at most 107 bytes.
        package var path: String
        /// The user that the proxy runs as; nobody else is listened to there.
        package var proxy: MachineUser

        /// Names a socket; the configuration file has judged the path.
        package init(path: String, proxy: MachineUser) {
            self.path = path
            self.proxy = proxy
        }
    }

    /// The 1177 publishing service.
    package struct Publisher: Hashable, Sendable {
        /// Where the service listens.
        package var endpoint: HTTPEndpoint
        /// Seconds before a plan is tried again.
        package var firstRetry: Double
        /// Seconds between tries at most.
        package var longestRetry: Double
    }

    /// How deliveries are retried and given up.
    package struct DeliveryPace: Hashable, Sendable {
        /// Seconds before the second attempt.
        package var firstRetry: Double
        /// Seconds between attempts at most.
        package var longestRetry: Double
        /// Attempts before a delivery becomes a dead letter.
        package var attempts: Int
        /// Hours from the first attempt before a delivery becomes a dead letter.
        package var hours: Int
        /// Attempts in a row without any answer before a delivery becomes a dead letter.
        package var unanswered: Int
    }

    /// When receipts are due.
    package struct Receipts: Hashable, Sendable {
        /// Minutes from a delivery's first availability until its application receipt is due.
        package var applicationMinutes: Int
        /// Minutes that a unit has at least before the noon of its kvittens.
        package var kvittensShortestMinutes: Int
    }

    /// How the journal is kept.
    package struct JournalPace: Hashable, Sendable {
        /// Mebibytes of a segment.
        package var segment: Int
        /// Records between snapshots, which a start replays at most.
        package var snapshotRecords: Int
        /// Mebibytes of room on the disk below which intake is refused; nil for what suits the disk's size.
        package var floor: Int?
    }

    /// How long what is settled is kept.
    package struct Retention: Hashable, Sendable {
        /// Days from settlement until a message's bytes are dropped.
        package var payloadDays: Int
        /// Days from acceptance until everything else of a settled message is dropped.
        package var headDays: Int
    }

    /// The configuration file itself.
    package var file: String
    /// The folder that holds the configuration file; relative paths start here.
    package var folder: String
    /// Where the gateway listens.
    package var listen: Listen
    /// The data folder, as an absolute path.
    package var data: String
    /// The directory file, as an absolute path.
    package var directory: String
    /// The file of token digests, as an absolute path.
    package var credentials: String
    /// The gateway's own HSA-id.
    package var sourceSystem: UnitID
    /// Whether plain HTTP may leave this machine where the place that needs it says so too.
    package var acceptsUnencryptedTraffic: Bool
    /// Where plans are published.
    package var publisher: Publisher
    /// How deliveries are paced.
    package var delivery: DeliveryPace
    /// When receipts are due.
    package var receipts: Receipts
    /// Mebibytes of request bodies that may be in memory at once.
    package var bodiesInFlight: Int
    /// How many deliveries a unit may have open.
    package var backlog: BacklogLimits
    /// How the journal is kept.
    package var journal: JournalPace
    /// How long what is settled is kept.
    package var retention: Retention
    /// Events below it are not logged.
    package var logLevel: LogLevel
}
