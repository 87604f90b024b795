internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
package import Messages
package import Queues
package import Routing

/// The operators' doors to the queues: how deep each is, how old its oldest delivery, and when it was last polled.
package struct QueueEndpoints: Sendable {
    private let queue: MessageQueue
    private let directory: @Sendable () -> Directory
    private let now: @Sendable () -> Timestamp

    /// Takes the queue, the directory in force, and the wall clock.
    package init(
        queue: MessageQueue, directory: @escaping @Sendable () -> Directory, now: @escaping @Sendable () -> Timestamp
    ) {
        self.queue = queue
        self.directory = directory
        self.now = now
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.listSign) { call async throws(Rejection) in
                let figures = figures(of: destinations(for: call.identity))
                return APIAnswer.response(
                    status: 200, root: "queues", .object([("queues", .list(item: "queue", figures))]), for: call)
            },
            Door(Self.oneSign) { call async throws(Rejection) in
                guard let wanted = call.parameters["unit"].flatMap({ Destination(name: $0) }),
                    destinations(for: call.identity).contains(wanted),
                    let figures = figures(of: [wanted]).first
                else {
                    throw Rejection(.unknownUnit, "the directory has no such unit, or none that you operate")
                }
                return APIAnswer.response(status: 200, root: "queue", figures, for: call)
            },
        ]
    }

    /// The queues that one may see: units in the order of their ids, last the one to 1177.
    private func destinations(for identity: Identity) -> [Destination] {
        let units = directory().units.keys.filter { identity.may(.operate, for: $0) }.sorted()
        return units.map { Destination($0) } + (identity.mayEverywhere(.operate) ? [.publisher1177] : [])
    }

    private func figures(of destinations: [Destination]) -> [APIValue] {
        let now = now()
        let units = directory().units
        return queue.figures(of: destinations).map { figures in
            let age = figures.oldestAvailableAt.map { max(now.seconds - $0.seconds, 0) }
            return .object(
                [
                    ("unit", .text(figures.destination.name)),
                    ("name", .text(figures.destination.unit.flatMap { units[$0]?.name } ?? "1177")),
                    ("depth", .integer(figures.depth)), ("waiting", .integer(figures.counts.waiting)),
                    ("leased", .integer(figures.counts.leased)), ("retrying", .integer(figures.counts.retrying)),
                    ("held", .integer(figures.counts.held)), ("dead", .integer(figures.counts.dead)),
                    ("oldestAvailableAt", figures.oldestAvailableAt.value),
                    ("oldestAgeSeconds", age.map { .integer(Int($0)) } ?? .null),
                    ("lastPolledAt", figures.lastPolledAt.value),
                ].present)
        }
    }
}
