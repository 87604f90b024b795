internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// What goes wrong at work: a message that is not taken, and one that should not have been sent.
extension DemoStory {
    func tellMishaps() async throws(CommandFailure) {
        let ids = messages.ids
        try await step("A rejected message becomes a dead letter; the operator retries it", "Obeställbart, nytt försök")
        {
            () async throws(CommandFailure) in
            _ = try await post(
                messages.generalMessage(ids.question, subject: "Hjälpmedel", text: "Finns det en rullator hemma?"))
            try await reject(try await fetch(DemoMessages.social, ids.question))
            let operations = try world.system("operator")
            let letters = try await operations.json("GET", "/v1/dead-letters?unit=\(DemoMessages.social)")
            guard let letter = letters.list("deadLetters").first?["deadLetterId"]?.text else {
                throw .failed("no dead letter came about")
            }
            let folder = try await deadLetterFolder(letter)
            for name in ["message.json", "reason.json"] {
                try expect(FileBytes.exists("\(folder)/\(name)"), "the dead letter's folder holds \(name)")
            }
            tell("Dead letter \(letter): a folder with message.json and reason.json (what to do, whom to call)")
            _ = try await operations.json("POST", "/v1/dead-letters/\(letter)/retry")
            _ = try await take(by: "municipal", ["GeneralMessage"])
            tell("vaxel dead retry \(letter): it came again, and was taken.")
        }
        try await step("A message sent by mistake is cancelled before anybody fetched it", "Ett felskick makuleras") {
            () async throws(CommandFailure) in
            _ = try await post(messages.generalMessage(ids.mistake, subject: "Hemgång", text: "Hemgång i dag."))
            _ = try await post(messages.messageCancelled)
            let delivery = try await fetch(DemoMessages.social, ids.cancellation)
            try expect(delivery["originalOffered"]?.boolean == false, "the original was not offered")
            try await complete(delivery, by: "municipal")
            tell("Only the MessageCancelled came, with originalOffered: false.")
        }
    }

    private func reject(_ delivery: APIValue) async throws(CommandFailure) {
        let fault = APIDocument(
            root: "reject",
            .object([
                ("code", .text("EJ-KAND")), ("reason", .text("The case is not known here yet")),
                ("permanent", .boolean(true)),
            ]))
        _ = try await world.system("municipal").json(
            "POST", "/v1/leases/\(delivery["leaseId"]?.text ?? "")/reject", body: fault.bytes(as: .json))
    }

    private func deadLetterFolder(_ letter: String) async throws(CommandFailure) -> String {
        let parent = "\(world.folder)/data/dead-letters/\(DemoMessages.social)"
        return try await eventually("the dead letter's folder") {
            ((try? FileBytes.names(in: parent)) ?? []).first { $0.hasSuffix("-\(letter)") && !$0.hasPrefix(".") }
                .map { "\(parent)/\($0)" }
        }
    }
}
