internal import MessageFormats

/// `vaxel dead list|show|retry|discard`: dead letters, for operators.
enum DeadCommands {
    static let commands = [
        Command(
            "dead list", summary: "list the dead letters of a running gateway",
            options: GatewayConnection.options(as: "operator") + [
                Command.Option("unit", "UNIT", "only those of this unit"),
                Command.Option("cause", "CAUSE", "only those of this cause: \(causes.joined(separator: ", "))"),
                Command.Option("output", "FORM", "text (default) or json"),
            ],
            run: list),
        Command(
            "dead show", "ID", count: 1...1, summary: "show one dead letter: cause, attempts, what to do",
            options: GatewayConnection.options(as: "operator") + [
                Command.Option("output", "FORM", "text (default) or json")
            ],
            run: show),
        Command(
            "dead retry", "ID…", count: 1...10_000, summary: "put dead letters back into their queues",
            options: GatewayConnection.options(as: "operator"), run: retry),
        Command(
            "dead discard", "ID…", count: 1...10_000, summary: "put dead letters aside for good, with a reason",
            details:
                "The sender has been told that the message was not delivered. The audit trail keeps who did it and why.",
            options: GatewayConnection.options(as: "operator") + [
                Command.Option("reason", "TEXT", "why (needed; never a person's name or number)")
            ],
            run: discard),
    ]

    private static let causes = ["rejected", "attemptsSpent", "timeSpent", "poison", "unreadable"]

    private static func list(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        var filter: [String] = []
        if let unit = arguments["unit"] { filter.append("unit=\(try Arguments.queueName(unit))") }
        if arguments["cause"] != nil { filter.append("cause=\(try arguments.word("cause", of: causes, default: ""))") }
        let connection = try GatewayConnection(arguments, as: "operator")
        var letters: [APIValue] = []
        var cursor: String?
        repeat {
            let query = filter + (cursor.map { ["cursor=\($0)"] } ?? [])
            let page = try await connection.json(
                "GET", "/v1/dead-letters\(query.isEmpty ? "" : "?")\(query.joined(separator: "&"))")
            letters += page.list("deadLetters")
            cursor = page["cursor"]?.text
        } while cursor != nil
        if output == "json" {
            let document = APIDocument(
                root: "deadLetters", .object([("deadLetters", .list(item: "deadLetter", letters))]))
            Console.write(document.bytes(as: .json) + [UInt8(ascii: "\n")])
        } else if letters.isEmpty {
            Console.write("no dead letters / inga obeställbara meddelanden\n")
        } else {
            for letter in letters { Console.write(line(letter)) }
        }
        return 0
    }

    private static func line(_ letter: APIValue) -> String {
        let fields = ["deadLetterId", "diedAt", "unit", "type", "cause", "code"].map { letter[$0]?.text ?? "-" }
        return fields.joined(separator: "  ") + "\n"
    }

    private static func show(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        let ids = try arguments.deadLetterIDs()
        let connection = try GatewayConnection(arguments, as: "operator")
        let letter = try await connection.json("GET", "/v1/dead-letters/\(ids[0])")
        if output == "json" {
            Console.write(APIDocument(root: "deadLetter", letter).bytes(as: .json) + [UInt8(ascii: "\n")])
        } else {
            Console.write(page(letter))
        }
        return 0
    }

    private static func page(_ letter: APIValue) -> String {
        let labels = [
            ("deadLetterId", "dead letter"), ("messageId", "message"), ("type", "type"), ("unit", "unit"),
            ("cause", "cause"), ("code", "code"), ("reason", "reason"), ("acceptedAt", "accepted"), ("diedAt", "died"),
            ("mendBy", "to be mended by"), ("whatToDo", "what to do"), ("attGora", "att göra"),
        ]
        var page = ""
        for (name, label) in labels {
            if let text = letter[name]?.text { page += "\(label.padded(to: 18))\(text)\n" }
        }
        for attempt in letter.list("attempts") {
            page += line("attempt", of: attempt, ["at", "outcome", "system", "code"])
        }
        if let contact = letter["contact"] {
            page += line("contact", of: contact, ["name", "phone", "hours"])
            if contact["reservePhone"] != nil { page += line("reserve phone", of: contact, ["reservePhone"]) }
        }
        return page
    }

    private static func line(_ label: String, of value: APIValue, _ members: [String]) -> String {
        label.padded(to: 18) + members.compactMap { value[$0]?.text }.joined(separator: "  ") + "\n"
    }

    private static func retry(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let ids = try arguments.deadLetterIDs()
        let connection = try GatewayConnection(arguments, as: "operator")
        for id in ids {
            _ = try await connection.json("POST", "/v1/dead-letters/\(id)/retry")
            Console.write("\(id): back in its queue\n")
        }
        return 0
    }

    private static func discard(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        guard let reason = arguments["reason"] else { throw .usage("--reason TEXT is missing") }
        let ids = try arguments.deadLetterIDs()
        let connection = try GatewayConnection(arguments, as: "operator")
        let body = APIDocument(root: "discard", .object([("reason", .text(reason))])).bytes(as: .json)
        for id in ids {
            _ = try await connection.json("POST", "/v1/dead-letters/\(id)/discard", body: body)
            Console.write("\(id): discarded\n")
        }
        return 0
    }
}
