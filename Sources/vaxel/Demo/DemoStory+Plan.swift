internal import MessageFormats
internal import Messages

/// The plan: called, agreed, shown to the citizen, and closed.
extension DemoStory {
    func tellPlan() async throws(CommandFailure) {
        let ids = messages.ids
        try await step("The health centre calls all to a SIP meeting", "Hälsocentralen kallar till SIP") {
            () async throws(CommandFailure) in
            _ = try await post(messages.sipInvitation)
            let delivery = try await fetch(DemoMessages.social, ids.invitation)
            try await complete(delivery, by: "municipal")
            tell(
                "DischargeSipInvitation, read by Testperson Fyra at \(try await kvittens(delivery, by: "Testperson Fyra"))"
            )
        }
        try await step(
            "The plan is agreed; the gateway is killed (kill -9)", "SIP:en skickas; växeln dödas och startas"
        ) {
            () async throws(CommandFailure) in
            _ = try await post(messages.sipEstablished)
            try world.crashAndRestart()
            tell("Killed right after its 202; running again on http://127.0.0.1:\(world.gateway.port)")
            _ = try await take(by: "municipal", ["DischargeSipInvitation", "SipEstablished", "SipEstablished"])
            tell("The plan was there, and came once to each.")
        }
    }

    func tellDischarge() async throws(CommandFailure) {
        let ids = messages.ids
        try await step("1177 shows the plan", "SIP:en visas på 1177 Journalen") {
            () async throws(CommandFailure) in
            let shown = try await shown("Samordnad individuell plan (SIP)")
            tell("\"\(shown)\", after a first answer of 503: the stand-in was told to fail once")
        }
        try await step("The patient goes home", "Utskrivning") {
            () async throws(CommandFailure) in
            _ = try await post(messages.dischargeMessage)
            let delivery = try await fetch(DemoMessages.nurses, ids.discharge)
            try await complete(delivery, by: "municipal")
            tell("DischargeMessage, read by Testperson Sex at \(try await kvittens(delivery, by: "Testperson Sex"))")
        }
        try await step("The coordinator closes the plan", "Samordnaren avslutar SIP:en") {
            () async throws(CommandFailure) in
            _ = try await post(messages.sipClosed)
            let shown = try await shown("Samordnad individuell plan (SIP) – avslutad")
            tell("1177 shows \"\(shown)\"")
            _ = try await take(by: "municipal", ["DischargeMessage", "SipClosed", "SipClosed"])
        }
        try await step("The senders fetch the rest of their receipts", "Avsändarna hämtar sina kvittenser") {
            () async throws(CommandFailure) in
            let taken = try await takeAll(by: "ehr", until: "closed")
            let kinds = taken.reduce(into: [String: Int]()) { $0[$1["type"]?.text ?? "", default: 0] += 1 }
            try expect(kinds["ReadReceipt"] == 2, "both kvittens came, not \(kinds)")
            tell("\(kinds["ApplicationReceipt"] ?? 0) ApplicationReceipts, two of them from 1177; 2 ReadReceipts")
        }
    }

    /// Waits until 1177 has one plan, under that title, and returns the title as it is shown.
    private func shown(_ title: String) async throws(CommandFailure) -> String {
        let (published, plan) = (world.publishedPlans, messages.ids.planID)
        return try await eventually("1177 to show \"\(title)\"") {
            guard let plans = try? await published(), plans.count == 1, plans[0]["documentId"]?.text == plan else {
                return nil
            }
            return plans[0]["title"]?.text == title ? title : nil
        }
    }
}
