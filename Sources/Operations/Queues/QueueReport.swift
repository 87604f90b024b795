internal import HTTPDoors
internal import MessageFormats
internal import Messages
internal import Queues

/// How a queue stands, as the API tells operators; nothing of any message.
struct QueueReport {
    let figures: QueueFigures
    /// The unit's name by the directory; `1177` for the way there.
    let name: String
    /// How much room the journal has; nil while the disk has not been asked.
    let room: JournalRoom?
    let now: Timestamp

    var value: APIValue {
        let age = figures.oldestAvailableAt.map { max(now.seconds - $0.seconds, 0) }
        let days = room?.days(at: figures.volume.bytesPerDay)
        return .object(
            [
                ("unit", .text(figures.destination.name)), ("name", .text(name)), ("depth", .integer(figures.depth)),
                ("waiting", .integer(figures.counts.waiting)), ("leased", .integer(figures.counts.leased)),
                ("retrying", .integer(figures.counts.retrying)), ("held", .integer(figures.counts.held)),
                ("dead", .integer(figures.counts.dead)),
                ("oldestAvailableAt", figures.oldestAvailableAt.value),
                ("oldestAgeSeconds", age.map { .integer(Int($0)) } ?? .null),
                ("lastPolledAt", figures.lastPolledAt.value),
                ("backlogLimit", figures.backlogLimit.map { .integer($0) } ?? .null),
                ("heldBytes", .integer(figures.volume.heldBytes)),
                ("bytesPerDay", .integer(figures.volume.bytesPerDay)),
                ("daysToFull", days.map { .integer(Int(min($0, Double(Limits.farDays)))) } ?? .null),
                ("pause", figures.pause.map(Self.value) ?? .null),
                ("outage", figures.outage.map(Self.value) ?? .null),
                ("replay", figures.replay.map(Self.value) ?? .null),
            ].present)
    }

    private static func value(_ pause: QueuePause) -> APIValue {
        .object([("since", .time(pause.since)), ("by", .text(pause.by.text)), ("reason", .text(pause.reason))])
    }

    private static func value(_ outage: DestinationOutage) -> APIValue {
        .object([
            ("since", .time(outage.since)), ("failures", .integer(outage.failures)),
            ("nextTryAt", .time(outage.nextTryAt)),
        ])
    }

    /// How far a replay has come.
    static func value(_ replay: ReplayProgress) -> APIValue {
        .object(
            [
                ("replayId", .text(String(replay.id))), ("from", .time(replay.order.from)),
                ("to", .time(replay.order.to)), ("by", .text(replay.order.by.text)),
                ("reason", .text(replay.order.reason)), ("orderedAt", .time(replay.orderedAt)),
                ("released", .integer(replay.released)), ("open", .integer(replay.open)),
                ("completed", .integer(replay.completed)), ("givenUp", .integer(replay.givenUp)),
                ("withdrawn", .integer(replay.withdrawn)), ("dropped", .integer(replay.dropped)),
                (
                    "unread",
                    replay.unread.isEmpty
                        ? .null
                        : .list(item: "records", replay.unread.map { .text("\($0.lowerBound)-\($0.upperBound)") })
                ),
                ("endedAt", replay.endedAt.value),
            ].present)
    }
}

extension QueueReport {
    /// What `value` holds.
    static let shape = ObjectShape.answer(
        "Queue", root: "queue",
        [
            .required("unit", .destination),
            .required("name", .anyText),
            .required("depth", .count, "Deliveries neither settled nor given up: the sum of the next four."),
            .required("waiting", .count),
            .required("leased", .count),
            .required("retrying", .count),
            .required("held", .count),
            .required("dead", .count, "Dead letters."),
            .optional("oldestAvailableAt", .moment),
            .optional("oldestAgeSeconds", .count),
            .optional("lastPolledAt", .moment, "When somebody last asked for deliveries, since the start."),
            .optional("backlogLimit", .count, "The depth at which intake for it is refused with `VX-1741`."),
            .required("heldBytes", .count, "Bytes in the journal of what is open or dead here."),
            .required(
                "bytesPerDay", .count, "Bytes that come for it: the faster of the last day's and the last week's pace."),
            .optional(
                "daysToFull", .count,
                "Days until the disk's floor if nothing else came; absent while nothing comes or the room is not known."
            ),
            .optional("pause", .object(pause), "While an operator has it paused: nothing is lent."),
            .optional(
                "outage", .object(outage),
                "Of `publisher1177` and `receipts:` queues while nothing is taken there: tried again by itself, no attempt counted."
            ),
            .optional("replay", .object(replay), "The replay that runs, or else the last one."),
        ])

    private static let pause = ObjectShape.answer(
        "QueuePause", [.required("since", .moment), .required("by", .anyText), .required("reason", .anyText)])

    private static let outage = ObjectShape.answer(
        "QueueOutage",
        [
            .required("since", .moment), .required("failures", .count, "In a row."), .required("nextTryAt", .moment),
        ])

    /// What `value(_: ReplayProgress)` holds.
    static let replay = ObjectShape.answer(
        "Replay", root: "replay",
        [
            .required("replayId", .anyText),
            .required("from", .moment),
            .required("to", .moment),
            .required("by", .anyText),
            .required("reason", .anyText),
            .required("orderedAt", .moment),
            .required("released", .count, "Deliveries that have come again so far."),
            .required("open", .count, "Of these, those that wait or are leased."),
            .required("completed", .count, "Those that were taken again."),
            .required(
                "givenUp", .count, "Those that were refused or never answered; they stay completed as they were."),
            .required("withdrawn", .count, "Those that were cancelled, or said to be misdirected, meanwhile."),
            .required(
                "dropped", .count,
                "Those of the range that do not come again, since their bytes are not kept any more; of messages that are "
                    + "wholly forgotten nothing is known."),
            .optional(
                "unread", .list(item: "records", .anyText),
                "Records of the journal that could not be read, as numbers from and to: messages among them do not come again."
            ),
            .optional("endedAt", .moment, "When nothing was left; absent while it runs."),
        ])
}
