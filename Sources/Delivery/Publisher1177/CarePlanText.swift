internal import Messages
internal import Routing

/// What the citizen reads: the plan in plain Swedish, in the order in which it concerns the person.
struct CarePlanText {
    private let plan: Record
    private let senderName: String?

    /// Takes a `SipEstablished` and its sending unit.
    init(_ message: Message, sender: Unit?) {
        plan = message.content
        senderName = message.sender.unitName ?? sender?.name
    }

    /// The text in UTF-8, lines ended by line feeds.
    var bytes: [UInt8] {
        let sections = [
            head, text("VAD ÄR VIKTIGT FÖR MIG", "whatMatters"), text("NULÄGE", "situation"),
            text("EGNA RESURSER", "ownResources"), needs, goals, efforts, otherMeasures, people, followUp,
            text("TIDIGA TECKEN OCH KRISPLAN", "crisisPlan"),
        ]
        return Array((sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n").utf8)
    }

    /// What stands before the text of a plan that is closed, by the moment and the code of the reason.
    ///
    /// A reason that has no word here is left out, since it may say more than the person is to read.
    static func closing(at moment: Timestamp, reason: String?) -> [UInt8] {
        let why = reason.flatMap { closingReasons[$0] }.map { "\nOrsak: \($0)" } ?? ""
        return Array("AVSLUTAD \(day(moment))\(why)\n\n".utf8)
    }

    // MARK: Sections

    private var head: String {
        lines(
            "SAMORDNAD INDIVIDUELL PLAN (SIP)",
            plan.text("establishedAt").map { "Upprättad: \(Self.day($0))" },
            plan["planVersion"]?.integer.map { "Version: \($0)" },
            senderName.map { "Upprättad av: \($0)" })
    }

    private var needs: String {
        section(
            "BEHOV",
            plan.items("needs").compactMap(\.record).map { "- \($0.text("text") ?? Self.open($0.record("area")))" })
    }

    private var goals: String {
        section(
            "MÅL",
            plan.items("goals").compactMap(\.record).map { goal in
                let term = ["short": " (på kort sikt)", "long": " (på lång sikt)"][goal.text("term") ?? ""] ?? ""
                return "- \(goal.text("text") ?? "")\(term)"
            })
    }

    private var efforts: String {
        section("INSATSER", plan.items("efforts").compactMap(\.record).map(effort))
    }

    private func effort(_ effort: Record) -> String {
        var text = "- \(effort.text("text") ?? "")"
        let responsible = effort.record("unit")?.text("name") ?? effort.record("person")?.text("name")
        let principal = Self.principals[effort.text("principal") ?? ""]
        let who = [responsible, principal].compactMap(\.self).joined(separator: ", ")
        if !who.isEmpty { text += "\n  Ansvarig: \(who)" }
        if let status = Self.statuses[effort.text("status") ?? ""] { text += "\n  Läge: \(status)" }
        if let start = effort.text("start") { text += "\n  Från: \(start)" }
        if let end = effort.text("end") { text += "\n  Till: \(end)" }
        return text
    }

    private var otherMeasures: String {
        section(
            "ÅTGÄRDER AV ANDRA",
            plan.items("otherMeasures").compactMap(\.record).map {
                "- \($0.text("who") ?? ""): \($0.text("text") ?? "")"
            })
    }

    private var people: String {
        let coordinator = plan.record("coordinator")
        let overall = plan.record("overallResponsible")
        return lines(
            "ANSVAR OCH KONTAKT",
            coordinator.flatMap { $0.text("name") ?? $0.record("person")?.text("name") }.map {
                "Samordningsansvarig: \($0)\(coordinator?.text("phone").map { ", telefon \($0)" } ?? "")"
            },
            Self.principals[overall?.text("principal") ?? ""].map { "Övergripande ansvar: \($0)" },
            contact("Fast vårdkontakt", plan.record("careContact")),
            contact("Fast läkarkontakt", plan.record("physicianContact")),
            contact("Fast omsorgskontakt", plan.record("socialCareContact")))
    }

    private func contact(_ label: String, _ contact: Record?) -> String? {
        guard let contact else { return nil }
        let name = contact.text("name") ?? contact.record("person")?.text("name")
        let unit = contact.record("unit")?.text("name")
        return "\(label): \([name, unit].compactMap(\.self).joined(separator: ", "))"
    }

    private var followUp: String {
        guard let followUp = plan.record("followUp"), let moment = followUp.text("at") else { return "" }
        return "UPPFÖLJNING\n\(Self.day(moment))"
    }

    // MARK: Words

    private static let principals = [
        "region": "regionen", "municipality": "kommunen", "private": "privat utförare", "person": "jag själv",
        "relative": "närstående", "other": "annan",
    ]

    private static let statuses = [
        "planned": "planerad", "ongoing": "pågår", "done": "klar", "cancelled": "avbruten",
    ]

    /// Source: fields, SipClosed, `reason`.
    private static let closingReasons = [
        "goalsMet": "målen är uppfyllda", "notNeeded": "behovet har upphört",
        "consentWithdrawn": "samtycket är återkallat", "moved": "personen har flyttat",
        "deceased": "personen har avlidit", "newPlan": "ny plan",
    ]

    private func text(_ heading: String, _ member: String) -> String {
        plan.text(member).map { "\(heading)\n\($0)" } ?? ""
    }

    private func section(_ heading: String, _ items: [String]) -> String {
        items.isEmpty ? "" : "\(heading)\n\(items.joined(separator: "\n"))"
    }

    private func lines(_ lines: String?...) -> String {
        lines.compactMap(\.self).joined(separator: "\n")
    }

    /// The text of an `{code, text}`, else its code.
    private static func open(_ record: Record?) -> String {
        record?.text("text") ?? record?.text("code") ?? ""
    }

    /// The Swedish local day of a moment, or the day as it stands.
    private static func day(_ text: String) -> String {
        Timestamp(rfc3339: text).map { day($0) } ?? String(text.prefix(10))
    }

    private static func day(_ moment: Timestamp) -> String {
        let digits = moment.swedishLocalDigits
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.dropFirst(6).prefix(2))"
    }
}
