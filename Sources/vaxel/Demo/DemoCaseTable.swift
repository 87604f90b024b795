internal import MessageFormats
internal import Messages

/// A case as a table: its milestones with their times, and for each message and unit the three levels of receipt.
struct DemoCaseTable {
    private static let swedish = [
        "admitted": "inskriven", "estimate": "beräknad utskrivning", "ready": "utskrivningsklar",
        "readyWithdrawn": "utskrivningsklar återtagen", "called": "kallad till SIP", "sip": "SIP upprättad",
        "sipClosed": "SIP avslutad", "discharged": "utskriven",
    ]

    private let view: APIValue

    init(_ view: APIValue) {
        self.view = view
    }

    /// The steps of the milestones, in order.
    var steps: [String] { view.list("milestones").compactMap { $0["step"]?.text } }

    /// The deliveries that are neither completed nor cancelled, by message type and unit.
    var unsettled: [String] {
        view.list("messages").flatMap { message in
            message.list("deliveries").filter { !["completed", "cancelled"].contains($0["state"]?.text ?? "") }
                .map { "\(message["type"]?.text ?? "") at \($0["unit"]?.text ?? "")" }
        }
    }

    /// The lines of the table.
    var lines: [String] {
        view.list("milestones").map { Self.milestone($0) }
            + ["", Self.row("message / meddelande", "unit / enhet", "stored", "application", "kvittens")]
            + view.list("messages").flatMap { Self.rows(of: $0) }
    }

    private static func milestone(_ milestone: APIValue) -> String {
        let step = milestone["step"]?.text ?? ""
        let name = "\(step) (\(swedish[step] ?? ""))"
        let mark = milestone["withdrawnBy"] == nil ? "" : "  withdrawn (återtagen)"
        return "\(name.padded(to: 44))\(time(milestone["at"]))\(mark)"
    }

    private static func rows(of message: APIValue) -> [String] {
        let title = message["title"]?.text ?? ""
        return message.list("deliveries").enumerated().map { index, delivery in
            let receipts = delivery["receipts"]
            let isCancelled = delivery["state"]?.text == "cancelled"
            return row(
                index == 0 ? title : "", delivery["unit"]?.text.map(short) ?? "",
                clock(receipts?["transport"]?["at"]),
                isCancelled ? "cancelled" : outcome(receipts?["application"]), kvittens(receipts?["kvittens"]))
        }
    }

    private static func outcome(_ receipt: APIValue?) -> String {
        guard let outcome = receipt?["outcome"]?.text else { return "-" }
        return "\(outcome) \(clock(receipt?["at"]))"
    }

    private static func kvittens(_ receipt: APIValue?) -> String {
        if receipt?["readAt"] != nil { return clock(receipt?["readAt"]) }
        return receipt?["dueAt"]?.text.flatMap { Timestamp(rfc3339: $0) }.map { "due \($0.swedishMinute.suffix(5))" }
            ?? "-"
    }

    private static func row(
        _ message: String, _ unit: String, _ stored: String, _ application: String, _ kvittens: String
    ) -> String {
        "\(message.padded(to: 38))\(unit.padded(to: 14))\(stored.padded(to: 10))\(application.padded(to: 13))\(kvittens)"
    }

    private static func short(_ unit: String) -> String {
        unit == "publisher1177" ? "1177" : unit.split(separator: "-").last.map { String($0) } ?? unit
    }

    /// A date as it is, a moment to the minute by the clock on the wall.
    private static func time(_ value: APIValue?) -> String {
        guard let text = value?.text else { return "" }
        return Timestamp(rfc3339: text)?.swedishMinute ?? text
    }

    /// A moment of today to the second, by the clock on the wall.
    private static func clock(_ value: APIValue?) -> String {
        guard let moment = value?.text.flatMap({ Timestamp(rfc3339: $0) }) else { return "-" }
        return String(moment.swedishLocal.dropFirst(11).prefix(8))
    }
}
