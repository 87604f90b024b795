internal import Messages
internal import Queues
internal import Routing

/// The figures of queues and journal in the Prometheus text format, read when they are asked for.
struct QueueMetrics {
    /// Without what is about compulsory care.
    let queues: [QueueFigures]
    /// That, by organisation.
    let restricted: [(organisation: OrganisationID, figures: RestrictedFigures)]
    let room: JournalRoom?
    let isAtFloor: Bool

    var text: String {
        var text = ""
        add(&text, "queue_depth", "Deliveries neither settled nor given up.", \.depth) { .number($0.depth) }
        add(&text, "queue_backlog_limit", "The depth at which intake is refused.") { .number($0.backlogLimit) }
        add(&text, "queue_paused", "Whether an operator has paused the queue.") { .number($0.pause == nil ? 0 : 1) }
        add(&text, "queue_outage", "Whether the destination takes nothing; it is tried again by itself.") {
            $0.destination.unit == nil ? .number($0.outage == nil ? 0 : 1) : .none
        }
        add(&text, "queue_replay_open", "Deliveries that come again and have not been taken yet.", \.replayOpen) {
            .number($0.replay?.open)
        }
        add(&text, "queue_held_bytes", "Bytes in the journal of what is open or dead.", \.volume.heldBytes) {
            .number($0.volume.heldBytes)
        }
        add(
            &text, "queue_accepted_bytes_per_day", "Bytes that come, by the faster of the last day and week.",
            \.volume.bytesPerDay
        ) { .number($0.volume.bytesPerDay) }
        if let room {
            add(&text, "queue_days_to_full", "Days until the floor if nothing came but for this queue.") {
                .days(room.days(at: $0.volume.bytesPerDay))
            }
            addJournal(room, to: &text)
        }
        add(
            &text, "journal_at_floor", "Whether intake is refused for want of room on the disk.",
            .number(isAtFloor ? 1 : 0))
        return text
    }

    private func addJournal(_ room: JournalRoom, to text: inout String) {
        add(&text, "journal_bytes", "Bytes that the journal takes on disk.", .number(room.journalBytes))
        add(&text, "journal_free_bytes", "Bytes until the floor.", .number(room.freeBytes))
        add(&text, "journal_floor_bytes", "Bytes of room below which intake is refused.", .number(room.floorBytes))
        add(&text, "journal_days_to_full", "Days until the floor at this pace.", .days(room.daysToFull))
    }

    private enum Value {
        case number(Int?)
        /// Without a pace the disk is never full, which is written as infinity so that alarms below a number work.
        case days(Double?)

        static let none = Value.number(nil)

        var text: String? {
            switch self {
            case .number(let number): number.map(String.init)
            case .days(let days): days.map { String(($0 * 10).rounded() / 10) } ?? "+Inf"
            }
        }
    }

    private func add(
        _ text: inout String, _ name: String, _ help: String,
        _ restrictedValue: KeyPath<RestrictedFigures, Int>? = nil, _ value: (QueueFigures) -> Value
    ) {
        var lines = queues.compactMap { queue in
            value(queue).text.map { "vaxel_\(name){unit=\"\(queue.destination.name)\"} \($0)\n" }
        }
        // Where no queue has a figure there is none to be left out of.
        if let restrictedValue,
            !lines.isEmpty || restricted.contains(where: { $0.figures[keyPath: restrictedValue] > 0 })
        {
            lines += restricted.map { organisation, figures in
                "vaxel_\(name){organisation=\"\(organisation)\",kind=\"restricted\"} "
                    + "\(figures[keyPath: restrictedValue])\n"
            }
        }
        guard !lines.isEmpty else { return }
        text += heading(name, help) + lines.joined()
    }

    private func add(_ text: inout String, _ name: String, _ help: String, _ value: Value) {
        text += heading(name, help) + "vaxel_\(name) \(value.text ?? "0")\n"
    }

    private func heading(_ name: String, _ help: String) -> String {
        "# HELP vaxel_\(name) \(help)\n# TYPE vaxel_\(name) gauge\n"
    }
}
