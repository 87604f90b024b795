internal import AccessControl
package import AuditTrail
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues
package import Routing

/// The operators' doors to the queues: how each stands, and pause, resume and replay.
package struct QueueEndpoints: Sendable {
    let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    let audit: AuditLog
    let now: @Sendable () -> Timestamp

    /// Takes the queue, the directory in force, the trail of what operators do, and the wall clock.
    package init(
        queue: MessageQueue, directory: @escaping @Sendable () -> Directory, audit: AuditLog,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.queue = queue
        self.directory = directory
        self.audit = audit
        self.now = now
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.listSign) { call async throws(Rejection) in
                let reports = reports(on: destinations(for: call.identity))
                return APIAnswer.response(
                    status: 200, root: "queues", .object([("queues", .list(item: "queue", reports))]), for: call)
            },
            Door(Self.oneSign) { call async throws(Rejection) in
                let destination = try destination(of: call)
                let report = reports(on: [destination]).first ?? .null
                return APIAnswer.response(status: 200, root: "queue", report, for: call)
            },
            Door(Self.pauseSign) { call async throws(Rejection) in
                try await pause(call)
            },
            Door(Self.resumeSign) { call async throws(Rejection) in
                try await resume(call)
            },
            Door(Self.replaySign) { call async throws(Rejection) in
                try await replay(call)
            },
        ]
    }

    /// The queue that the path names; one that the caller does not operate looks like one that is not there.
    func destination(of call: Call) throws(Rejection) -> Destination {
        guard let wanted = call.parameters["unit"].flatMap({ Destination(name: $0) }),
            destinations(for: call.identity).contains(wanted)
        else {
            throw Rejection(.unknownUnit, "the directory has no such unit, or none that you operate")
        }
        return wanted
    }

    /// The queues that one may see: units in the order of their ids, last the one to 1177.
    private func destinations(for identity: Identity) -> [Destination] {
        let units = directory().units.keys.filter { identity.may(.operate, for: $0) }.sorted()
        return units.map { Destination($0) } + (identity.mayEverywhere(.operate) ? [.publisher1177] : [])
    }

    private func reports(on destinations: [Destination]) -> [APIValue] {
        let now = now()
        let units = directory().units
        let room = queue.room()
        return queue.figures(of: destinations).map { figures in
            let name = figures.destination.unit.flatMap { units[$0]?.name } ?? "1177"
            return QueueReport(figures: figures, name: name, room: room, now: now).value
        }
    }
}
