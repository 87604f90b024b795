internal import AccessControl
package import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages
package import Queues
package import Routing

/// The door `GET /v1/cases/{caseId}`: a case as its parties see it.
///
/// To everybody else, and to a party none of whose messages may be seen, the case does not exist. Source: interfaces §3.
package struct CaseEndpoint: Sendable {
    private let queue: MessageQueue
    private let messages: StoredMessages
    private let directory: @Sendable () -> Directory
    private let cursors: CaseCursors
    private let pace: ReceiptPace
    private let pageSize: Int
    private let walkSize: Int
    private let turns = CaseTurns()

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - queue: what is told of.
    ///   - directory: the directory in force.
    ///   - fingerprints: makes the cursors.
    ///   - pace: when receipts are due.
    ///   - pageSize: how many messages stand on a page; 500 unless told otherwise.
    ///   - walkSize: how many messages are gone through for a page; 4,000 unless told otherwise.
    package init(
        queue: MessageQueue, directory: @escaping @Sendable () -> Directory, fingerprints: Fingerprints,
        pace: ReceiptPace = ReceiptPace(), pageSize: Int? = nil, walkSize: Int? = nil
    ) {
        self.queue = queue
        self.directory = directory
        cursors = CaseCursors(fingerprints)
        self.pace = pace
        self.pageSize = pageSize ?? Limits.messagesPerCase
        self.walkSize = walkSize ?? Limits.messagesPerCaseWalk
        messages = StoredMessages(queue)
    }

    /// The entry in the table of doors.
    package var door: Door {
        Door(Self.sign) { call async throws(Rejection) in
            try await turns.run(for: call.identity.system) { () async throws(Rejection) in
                try await respond(to: call)
            }
        }
    }

    private func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let unit = try unit(of: call)
        let onlooker = Onlooker(call.identity)
        guard let id = call.parameters["caseId"].flatMap({ CaseID($0) }),
            let (facts, walk) = try await find(id, at: call.head.query["cursor"], for: onlooker, as: unit)
        else {
            throw Rejection(.notFound, "no case of that id, or none that you have a part in")
        }
        var read: [CaseMessage] = []
        for status in walk.page {
            read.append(CaseMessage(status: status, reading: await reading(of: status, for: onlooker)))
        }
        let last = walk.isTruncated ? walk.last : nil
        let view = CaseView(
            caseID: id, messages: read, relations: walk.relations, members: Set(facts.parties),
            cursor: last.map { cursors.cursor(behind: $0, in: facts, for: onlooker.system) },
            isPartial: walk.range != facts.messages.indices,
            attestations: try await attestations(of: read, in: facts.messages[walk.range], for: onlooker),
            units: directory().units,
            pace: pace)
        return APIAnswer.response(status: 200, root: "case", view.value, for: call)
    }

    /// The case that one means by an id, gone through; nil when there is none of which one may see anything.
    ///
    /// Of several of one id the one that their organisation opened comes first, then one that it has sent in, then the
    /// oldest: the order in which a message of theirs would find its case. With a cursor it is the one that gave it.
    ///
    /// - Throws: `Rejection`; the same for every cursor that no page of such a case gave this caller.
    private func find(
        _ id: CaseID, at cursor: String?, for onlooker: Onlooker, as unit: UnitID?
    ) async throws(Rejection) -> (facts: CaseFacts, walk: CaseWalk)? {
        let existing = try queue.asked { queue throws(QueueFailure) in try queue.cases(named: id) }.filter {
            exists($0, for: onlooker, as: unit)
        }
        let ranked = existing.enumerated().map { order, facts in
            (facts: facts, rank: (distance(of: facts, for: onlooker, as: unit), order))
        }
        var isThere = false
        for (facts, _) in ranked.sorted(by: { $0.rank < $1.rank }) {
            var start: Int? = 0
            if let cursor { start = await cursors.start(of: cursor, in: facts, for: onlooker.system) }
            let first = try await statuses(in: facts.messages[...], atMost: 1, where: onlooker.maySee).first
            guard let first else { continue }
            isThere = true
            if let start { return (facts, try await walk(through: facts, from: start, after: first, for: onlooker)) }
        }
        guard !isThere else { throw Rejection(.queryInvalid, "cursor is one that a page of this case gave") }
        return nil
    }

    /// Goes through a case whose page begins at a message: all of it, or of a very long one what is nearest to the page.
    private func walk(
        through facts: CaseFacts, from start: Int, after first: MessageStatus, for onlooker: Onlooker
    ) async throws(Rejection) -> CaseWalk {
        var walk = CaseWalk(limit: pageSize, range: range(around: start, of: facts.messages.count), opening: first)
        let (before, after) = (walk.range.lowerBound..<start, start..<walk.range.upperBound)
        for (messages, isBeforePage) in [(facts.messages[before], true), (facts.messages[after], false)] {
            var rest = messages
            while !rest.isEmpty {
                for status in try await nextStatuses(in: &rest) where onlooker.maySee(status) {
                    walk.pass(status, isBeforePage: isBeforePage)
                }
            }
        }
        walk.end(at: facts.messages)
        return walk
    }

    /// The messages to go through for a page that begins at one of so many: as many before it as behind it, where there are.
    private func range(around start: Int, of count: Int) -> Range<Int> {
        guard count > walkSize else { return 0..<count }
        let first = max(0, min(start - walkSize / 2, count - walkSize))
        return first..<first + walkSize
    }

    /// What became of the first of some messages of which something holds.
    private func statuses(
        in messages: ArraySlice<MessageID>, atMost limit: Int, where isWanted: (MessageStatus) -> Bool
    ) async throws(Rejection) -> [MessageStatus] {
        var found: [MessageStatus] = []
        var rest = messages
        while !rest.isEmpty, found.count < limit { found += try await nextStatuses(in: &rest).filter(isWanted) }
        return Array(found.prefix(limit))
    }

    /// Takes the next portion of messages and tells what became of them; they are read outside the queues' lock.
    ///
    /// Between two portions the connection's loop serves others. For a client that has gone nothing more is read.
    private func nextStatuses(in rest: inout ArraySlice<MessageID>) async throws(Rejection) -> [MessageStatus] {
        await Task.yield()
        guard !Task.isCancelled else { throw .callerGone }
        let portion = rest.prefix(Limits.caseMessagesAtOnce)
        rest = rest.dropFirst(portion.count)
        do {
            return try await queue.statuses(of: portion)
        } catch {
            throw Rejection(queueFailure: error)
        }
    }

    /// How near a case is to those that they act for, or to the unit that they ask for.
    private func distance(of facts: CaseFacts, for onlooker: Onlooker, as unit: UnitID?) -> Int {
        let own = facts.parties.filter { party in unit.map { $0 == party } ?? onlooker.actsFor(party) }
        return own.compactMap { directory().units[$0]?.organisation.id }.map(facts.distance).min() ?? 0
    }

    private func exists(_ facts: CaseFacts, for onlooker: Onlooker, as unit: UnitID?) -> Bool {
        facts.parties.contains { party in
            (unit == nil || party == unit) && (onlooker.operatesEverywhere || onlooker.actsFor(party))
        }
    }

    /// What a milestone says.
    ///
    /// Those who only operate are not told, since their reading of a message is audited; nobody is of a message that was
    /// about the wrong patient.
    private func reading(of status: MessageStatus, for onlooker: Onlooker) async -> CaseMessage.Reading {
        guard MessageCatalogue.standard.type(named: status.type)?.milestone != nil, onlooker.mayRead(status),
            !(status.cancellation?.isWrongPatient ?? false)
        else { return .withheld }
        let facts = await messages.read(status.acceptance.messageID, for: onlooker.system) { MilestoneFacts($0) } ?? nil
        return facts.map { .read($0) } ?? .unreadable
    }

    /// What units have said of the plans of compulsory care among the messages that an onlooker has read.
    ///
    /// Each unit's answer goes to the ward alone; whoever may read the plan is told it too, for a plan is made only when all
    /// have attested it. Source: LPT 7 a §.
    private func attestations(
        of read: [CaseMessage], in messages: ArraySlice<MessageID>, for onlooker: Onlooker
    ) async throws(Rejection) -> [CaseMessage] {
        let plans = Set(read.filter { CompulsoryPlan($0, attestations: []) != nil }.map(\.id))
        guard !plans.isEmpty else { return [] }
        let answers = try await statuses(in: messages, atMost: Limits.messagesPerCase) { status in
            status.type == MessageType.compulsoryPlanAttested.name
                && status.refersTo.map(plans.contains) ?? false
        }
        var attestations: [CaseMessage] = []
        for status in answers {
            let told =
                await self.messages.read(status.acceptance.messageID, for: onlooker.system) { MilestoneFacts($0) }
                ?? nil
            attestations.append(CaseMessage(status: status, reading: told.map { .read($0) } ?? .unreadable))
        }
        return attestations
    }

    private func unit(of call: Call) throws(Rejection) -> UnitID? {
        guard let text = call.head.query["unit"] else { return nil }
        guard let unit = UnitID(text) else { throw Rejection(.queryInvalid, "unit is an HSA-id") }
        return unit
    }
}
