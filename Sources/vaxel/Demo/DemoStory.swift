internal import HTTPWire
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// The demonstration step by step.
///
/// Each step is done for real, checked, and told with what a person can check.
struct DemoStory {
    let world: DemoWorld
    private let messages: DemoMessages
    private let ward = "SE0000000001-AVD52"
    private let social = "SE0000000002-SOC1"

    init(_ world: DemoWorld) {
        self.world = world
        messages = DemoMessages(
            start: Timestamp(microseconds: SystemClock.system.wallMicroseconds() / 1_000_000 * 1_000_000),
            caseID: "N-DEMO-\(String(SystemRandom.uint64() & 0xFFFF_FFFF, radix: 16))")
    }

    /// Tells the whole story; the first step that does not go as it should ends it.
    func tell() async throws(CommandFailure) {
        Console.write(
            """
            Växel: the main job, end to end / huvuduppgiften från början till slut
            The gateway listens on http://127.0.0.1:\(world.gateway.port), its data are in \(world.folder)/data.
            1177's publishing side is played by vaxel-1177-stub on http://127.0.0.1:\(world.stub.port)/.

            """)
        let notice = try await admission()
        try await pollAndComplete(notice)
        try await receipt(for: notice)
        try await refusal()
        try await deadLetter()
        try await powerCut()
        try await plan()
        Console.write("\nDone: every step went as it should. / Klart: alla steg gick som de skulle.\n")
    }

    // MARK: The ward and the municipality

    private func admission() async throws(CommandFailure) -> MessageID {
        step("The ward sends an AdmissionNotice in XML", "Avdelningen skickar inskrivningsmeddelandet")
        let id = newID()
        let answer = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/xml; charset=utf-8",
            body: Array(messages.admissionNotice(id: id).utf8))
        try expect(answer.status == 202, "the notice is accepted", answer)
        let receipt = try await json(answer)
        tell("202 Accepted: on disk since \(receipt["acceptedAt"]?.text ?? "?"), message \(id)")
        for recipient in receipt.list("recipients") {
            tell(
                "  to \(recipient["unit"]?.text ?? "") \(recipient["name"]?.text ?? ""), because: \(recipient["why"]?.text ?? "")"
            )
        }
        let again = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/xml",
            body: Array(messages.admissionNotice(id: id).utf8))
        try expect(again.status == 200 && again.headers.first("Vaxel-Duplicate") == "true", "a resend is known", again)
        tell("Sent once more: 200 with the same receipt, Vaxel-Duplicate: true. Nothing is queued twice.")
        return id
    }

    private func pollAndComplete(_ notice: MessageID) async throws(CommandFailure) {
        step("The municipality polls it as JSON and completes it", "Kommunen hämtar meddelandet och bekräftar")
        let delivery = try await lease(social, by: "municipal", messageID: notice)
        let message = delivery["message"]
        try expect(message?["content"]?["admittedAt"]?.text != nil, "the message came whole")
        tell(
            "Delivery \(delivery["deliveryId"]?.text ?? ""): \(message?["type"]?.text ?? "") of case \(messages.caseID), as JSON:"
        )
        tell("  content.plannedDischargeAt = \(message?["content"]?["plannedDischargeAt"]?.text ?? "")")
        tell("  content.address.city       = \(message?["content"]?["address"]?["city"]?.text ?? "")")
        try await complete(delivery, by: "municipal", reference: "SOC-2026-17")
        tell("Completed with the municipality's own reference SOC-2026-17.")
    }

    private func receipt(for notice: MessageID) async throws(CommandFailure) {
        step("The ward gets its application receipt", "Avdelningen får sin systemkvittens")
        let delivery = try await lease(ward, by: "ehr", refersTo: notice)
        let content = delivery["message"]?["content"]
        try expect(content?["outcome"]?.text == "ok", "the receipt says ok")
        tell(
            "ApplicationReceipt: outcome ok from \(content?["receiverUnit"]?.text ?? ""), reference \(content?["receiverReference"]?.text ?? "")"
        )
        try await complete(delivery, by: "ehr")
        let status = try await world.system("ehr").json("GET", "/v1/messages/\(notice)")
        for delivery in status.list("deliveries") {
            tell(
                "  \(delivery["unit"]?.text ?? ""): \(delivery["state"]?.text ?? ""), available \(delivery["availableAt"]?.text ?? "")"
            )
        }
    }

    private func refusal() async throws(CommandFailure) {
        step("A broken message is refused, with code and place", "Ett trasigt meddelande avvisas, med kod och plats")
        let broken = messages.admissionNotice(id: newID())
            .replacing("191212121212", with: "191212121213")
        let answer = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/xml", body: Array(broken.utf8))
        try expect(answer.status == 422, "a wrong check digit is refused", answer)
        for line in GatewayConnection.explanation(of: answer).split(separator: "\n") { tell(String(line)) }
        tell("Nothing was queued, and the number is in no log and no answer.")
    }

    // MARK: The operator

    private func deadLetter() async throws(CommandFailure) {
        step(
            "A rejected message becomes a dead letter; the operator retries it", "Obeställbart meddelande, nytt försök")
        let id = newID()
        let text = messages.generalMessage(id: id, subject: "Fråga om hjälpmedel", text: "Finns det en rullator hemma?")
        let sent = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/json", body: Array(text.utf8))
        try expect(sent.status == 202, "the question is accepted", sent)
        let delivery = try await lease(social, by: "municipal", messageID: id)
        let fault = APIDocument(
            root: "reject",
            .object([
                ("code", .text("EJ-KAND")), ("reason", .text("The case is not known here yet")),
                ("permanent", .boolean(true)),
            ]))
        _ = try await world.system("municipal").json(
            "POST", "/v1/leases/\(delivery["leaseId"]?.text ?? "")/reject", body: fault.bytes(as: .json))
        let operations = try world.system("operator")
        let letters = try await operations.json("GET", "/v1/dead-letters?unit=\(social)").list("deadLetters")
        guard let letter = letters.first?["deadLetterId"]?.text else { throw .failed("no dead letter came about") }
        tell("The municipality rejected it (EJ-KAND). Dead letter \(letter):")
        let folder = try await deadLetterFolder(letter)
        tell("  folder \(folder)")
        for name in ["message.json", "reason.json"] {
            try expect(FileBytes.exists("\(folder)/\(name)"), "the dead letter's folder holds \(name)")
        }
        tell("  holds message.json (the sender's bytes) and reason.json (cause, what to do, whom to call)")
        try await settleReceipt(of: id, outcome: "fatal-error")
        _ = try await operations.json("POST", "/v1/dead-letters/\(letter)/retry")
        tell("The operator retries it: vaxel dead retry \(letter)")
        try await complete(try await lease(social, by: "municipal", messageID: id), by: "municipal")
        try await settleReceipt(of: id, outcome: "ok")
    }

    private func deadLetterFolder(_ letter: String) async throws(CommandFailure) -> String {
        let parent = "\(world.folder)/data/dead-letters/\(social)"
        return try await eventually("the dead letter's folder") {
            ((try? FileBytes.names(in: parent)) ?? []).first { $0.hasSuffix("-\(letter)") && !$0.hasPrefix(".") }
                .map { "\(parent)/\($0)" }
        }
    }

    private func settleReceipt(of id: MessageID, outcome: String) async throws(CommandFailure) {
        let delivery = try await lease(ward, by: "ehr", refersTo: id)
        try expect(delivery["message"]?["content"]?["outcome"]?.text == outcome, "the receipt says \(outcome)")
        tell("  the ward gets a receipt: \(outcome)")
        try await complete(delivery, by: "ehr")
    }

    private func powerCut() async throws(CommandFailure) {
        step("The gateway is killed (kill -9) and started anew", "Växeln dödas och startas om: inget försvinner")
        let id = newID()
        let text = messages.generalMessage(id: id, subject: "Hemgång", text: "Hemgång planeras till fredag.")
        let sent = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/json", body: Array(text.utf8))
        try expect(sent.status == 202, "the message is accepted", sent)
        try world.crashAndRestart()
        tell("Killed right after its 202; running again on http://127.0.0.1:\(world.gateway.port)")
        try await complete(try await lease(social, by: "municipal", messageID: id), by: "municipal")
        tell("The message was there, and came once.")
    }

    // MARK: The citizen

    private func plan() async throws(CommandFailure) {
        step("An agreed plan reaches 1177", "SIP:en visas på 1177 Journalen")
        let plan = UUIDBytes(version8High: SystemRandom.uint64(), low: SystemRandom.uint64())
        let text = messages.sipEstablished(id: newID(), plan: plan)
        let sent = try await world.system("ehr").send(
            "POST", "/v1/messages", contentType: "application/json", body: Array(text.utf8))
        try expect(sent.status == 202, "the plan is accepted", sent)
        let published = world.publishedPlans
        let shown = try await eventually("the plan at 1177") {
            try? await published().first { $0["documentId"]?.text == plan.text }
        }
        tell("Published after a first answer of 503 (the stub was told to fail once): \(shown["title"]?.text ?? "")")
        tell(
            "  documentId \(plan.text), care unit \(shown["careUnit"]?.text ?? ""), received \(shown["receivedAt"]?.text ?? "")"
        )
    }
}
