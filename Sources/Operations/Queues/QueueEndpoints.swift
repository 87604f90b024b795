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
    private let pushedSystems: @Sendable () -> [SystemID]
    let audit: AuditLog
    let now: @Sendable () -> Timestamp
    private let pageSize: Int

    /// Makes the doors.
    ///
    /// - Parameters:
    ///   - queue: whose queues are shown and told what to do.
    ///   - directory: the directory in force.
    ///   - pushedSystems: the systems to which receipts are pushed now.
    ///   - audit: the trail of what operators do.
    ///   - now: the wall clock.
    ///   - pageSize: how many queues stand on a page of the list; 500 unless told otherwise.
    package init(
        queue: MessageQueue, directory: @escaping @Sendable () -> Directory,
        pushedSystems: @escaping @Sendable () -> [SystemID] = { [] }, audit: AuditLog,
        now: @escaping @Sendable () -> Timestamp, pageSize: Int? = nil
    ) {
        self.queue = queue
        self.directory = directory
        self.pushedSystems = pushedSystems
        self.audit = audit
        self.now = now
        self.pageSize = pageSize ?? Limits.queuesPerPage
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.listSign) { call async throws(Rejection) in
                try list(call)
            },
            Door(Self.oneSign) { call async throws(Rejection) in
                let destination = try destination(of: call)
                let report = reports(on: [destination], for: call.identity).first ?? .null
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

    private func list(_ call: Call) throws(Rejection) -> HTTPResponse {
        var rest = destinations(for: call.identity)[...]
        if let text = call.head.query["cursor"] {
            guard let last = Destination(name: text) else {
                throw Rejection(.queryInvalid, "cursor is one that a page of this list gave")
            }
            // What the gateway serves itself comes last; a unit may have gone from the directory since.
            rest = rest.drop { destination in
                (destination.unit == nil) == (last.unit == nil) ? destination <= last : last.unit == nil
            }
        }
        let page = Array(rest.prefix(pageSize))
        var members: [(String, APIValue)] = [
            ("queues", .list(item: "queue", reports(on: page, for: call.identity)))
        ]
        if page.count < rest.count, let last = page.last { members.append(("cursor", .text(last.name))) }
        return APIAnswer.response(status: 200, root: "queues", .object(members), for: call)
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

    /// The queues that one may see: units in the order of their ids, last those that the gateway serves itself.
    private func destinations(for identity: Identity) -> [Destination] {
        let units = directory().units.keys.filter { identity.may(.operate, for: $0) }.sorted()
        let served = identity.mayEverywhere(.operate) ? queue.servedDestinations(pushingTo: pushedSystems()) : []
        return units.map { Destination($0) } + served
    }

    /// The figures of queues, without compulsory care where the caller may not see it.
    func figures(of destinations: [Destination], for identity: Identity) -> [QueueFigures] {
        let spared = destinations.filter { destination in
            destination.unit.map { !identity.may(.compulsory, for: $0) } ?? false
        }
        return queue.figures(of: destinations, sparingCompulsoryAt: Set(spared))
    }

    private func reports(on destinations: [Destination], for identity: Identity) -> [APIValue] {
        let now = now()
        let units = directory().units
        let room = queue.room()
        return figures(of: destinations, for: identity).map { figures in
            let destination = figures.destination
            let name = destination.unit.flatMap { units[$0]?.name } ?? destination.system?.text ?? "1177"
            return QueueReport(figures: figures, name: name, room: room, now: now).value
        }
    }
}
