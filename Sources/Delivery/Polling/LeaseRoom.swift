internal import HTTPDoors
internal import LinuxSystem
internal import Messages
package import Telemetry

/// Room in memory for the messages of deliveries that pollers are given: taken before anything is leased, kept until the
/// client has its answer, or is gone.
///
/// Each system has a floor of its own, which nobody else can take from it; what it holds beyond that it shares with the
/// others, and may have a part of. So whoever reads slowly never stops another. Concurrency: anybody may ask at any time.
package final class LeaseRoom: Sendable {
    /// Why there is none.
    enum Shortage: String, CaseIterable {
        /// The system has all that one may have.
        case ofSystem = "system"
        /// All systems together have all that there is beside their floors.
        case ofAll = "all"
    }

    /// What a call had to leave where it was.
    private struct Want {
        var bytes: Int
        var sources: Set<LeaseSource>
    }

    private struct Held {
        /// Beyond the floors.
        var shared = 0
        var systems: [SystemID: Int] = [:]
        /// What there was no room for, until there is.
        var wants: [SystemID: Want] = [:]
    }

    private let systemBytes: Int
    private let allBytes: Int
    private let floorBytes: Int
    private let gauge: Gauge
    private let refusals: [Shortage: Counter]
    private let held = Lock(Held())

    /// Room for so many bytes of messages.
    ///
    /// - Parameters:
    ///   - systemBytes: what one system may have of it, its floor included.
    ///   - allBytes: what all may have together beyond their floors.
    ///   - floorBytes: what every system may have whatever the others have.
    ///   - metrics: where it shows.
    package init(systemBytes: Int, allBytes: Int, floorBytes: Int, metrics: MetricsRegistry = MetricsRegistry()) {
        self.systemBytes = systemBytes
        self.allBytes = allBytes
        self.floorBytes = min(floorBytes, systemBytes)
        gauge = metrics.gauge(
            name: "vaxel_leased_bytes_in_flight", help: "Bytes of messages on their way to the systems that lease them."
        )
        refusals = Dictionary(
            uniqueKeysWithValues: Shortage.allCases.map { shortage in
                let counter = metrics.counter(
                    name: "vaxel_leases_refused_total", help: "Calls that were leased nothing for want of room.",
                    labels: [("of", shortage.rawValue)])
                return (shortage, counter)
            })
    }

    /// Room as a gateway has it unless told otherwise.
    package static func standard(metrics: MetricsRegistry = MetricsRegistry()) -> LeaseRoom {
        LeaseRoom(
            systemBytes: Limits.leasedBytesOfSystem, allBytes: Limits.leasedBytes,
            floorBytes: Limits.leasedBytesOfAnySystem, metrics: metrics)
    }

    /// The refusal of a call that could be given nothing for want of room.
    func rejection(for shortage: Shortage, of system: SystemID) -> Rejection {
        refusals[shortage]?.add()
        return switch shortage {
        case .ofSystem:
            Rejection(
                .limitReached,
                "answers of \(systemBytes) bytes are on their way to system \(system), as many as may; take them first")
        case .ofAll:
            Rejection(.overloaded, "too many messages are on their way to their receivers; nothing was leased")
        }
    }

    /// Bytes that a system may still take.
    func free(for system: SystemID) -> Int {
        held.withLock { held in
            let own = held.systems[system, default: 0]
            let shared = max(0, allBytes - held.shared)
            return max(0, min(systemBytes - own, max(0, floorBytes - own) + shared))
        }
    }

    /// Takes so many bytes for what a source has; what is short when they are too many, and then none is taken.
    ///
    /// What was short is remembered: `release` tells of the source when there is room for it.
    func take(_ bytes: Int, for system: SystemID, from source: LeaseSource) -> Shortage? {
        let shortage = held.withLock { held -> Shortage? in
            if let shortage = self.shortage(of: bytes, for: system, held) {
                var want = held.wants[system] ?? Want(bytes: bytes, sources: [])
                want.bytes = min(want.bytes, bytes)
                want.sources.insert(source)
                held.wants[system] = want
                return shortage
            }
            move(bytes, of: system, &held)
            return nil
        }
        if shortage == nil { gauge.add(bytes) }
        return shortage
    }

    /// Takes so many bytes whether there is room or not: they are in memory.
    func takeBeyond(_ bytes: Int, for system: SystemID) {
        held.withLock { move(bytes, of: system, &$0) }
        gauge.add(bytes)
    }

    /// Gives back what was taken.
    ///
    /// - Returns: where something was left for which there is room now.
    func release(_ bytes: Int, of system: SystemID) -> Set<LeaseSource> {
        guard bytes > 0 else { return [] }
        gauge.add(-bytes)
        return held.withLock { held in
            move(-bytes, of: system, &held)
            guard !held.wants.isEmpty else { return [] }
            var sources: Set<LeaseSource> = []
            for (system, want) in held.wants where shortage(of: want.bytes, for: system, held) == nil {
                sources.formUnion(want.sources)
                held.wants[system] = nil
            }
            return sources
        }
    }

    private func shortage(of bytes: Int, for system: SystemID, _ held: Held) -> Shortage? {
        let own = held.systems[system, default: 0]
        guard own + bytes <= systemBytes else { return .ofSystem }
        let more = beyondFloor(own + bytes) - beyondFloor(own)
        return more == 0 || held.shared + more <= allBytes ? nil : .ofAll
    }

    private func move(_ bytes: Int, of system: SystemID, _ held: inout Held) {
        let before = held.systems[system, default: 0]
        let after = before + bytes
        held.systems[system] = after > 0 ? after : nil
        held.shared += beyondFloor(after) - beyondFloor(before)
    }

    private func beyondFloor(_ bytes: Int) -> Int { max(0, bytes - floorBytes) }
}
