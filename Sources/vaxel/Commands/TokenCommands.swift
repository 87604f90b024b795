internal import GatewayService
internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// `vaxel token add|list|revoke`: who may call the gateway.
enum TokenCommands {
    private static let config = Command.Option("config", "FILE", "the gateway's configuration (needed)")
    private static let atReload =
        "A gateway that runs takes the change when it reloads: systemctl reload vaxel, or kill -HUP.\n"

    static let commands = [
        Command(
            "token add", "SYSTEM", count: 1...1, summary: "draw a token for a system of the directory",
            details: """
                Enters the token's digest in credentials.json, and writes the token to tokens/SYSTEM.token, or prints it, once,
                when that file is there already. The system's other tokens stay. A gateway that runs takes it when it reloads:
                systemctl reload vaxel, or kill -HUP.
                """,
            options: [
                config,
                Command.Option("who", "NAME", "the person it belongs to; needed for operate, payload and audit"),
            ],
            run: add),
        Command(
            "token list", summary: "list the tokens by system, without the tokens",
            details: "The id is the beginning of the token's digest, which lets nobody in.",
            options: [config, Command.Option("output", "FORM", "text (default) or json")], run: list),
        Command(
            "token revoke", "ID", count: 1...1, summary: "take a token back",
            details: """
                Takes the token's digest out of credentials.json, and removes tokens/SYSTEM.token when it holds that token. A
                gateway that runs lets it in until it reloads: systemctl reload vaxel, or kill -HUP. Also for a system that is
                not in directory.json any more.
                """,
            options: [config], run: revoke),
    ]

    private static func register(_ arguments: Arguments) throws(CommandFailure) -> TokenRegister {
        guard let file = arguments["config"] else { throw .usage("--config FILE is missing") }
        do {
            return try TokenRegister(configuration: file)
        } catch {
            throw .failed(error.description)
        }
    }

    private static func add(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let register = try register(arguments)
        let system = arguments.positional[0]
        let now = Timestamp(microseconds: SystemClock.system.wallMicroseconds())
        let needsPerson: Bool
        do {
            needsPerson = try register.needsPerson(system)
        } catch {
            throw .failed(error.description)
        }
        guard !needsPerson || arguments["who"] != nil else {
            throw .usage("--who NAME is missing: a token that operates, reads payloads or audits belongs to a person")
        }
        do {
            let added = try register.add(system: system, who: arguments["who"], at: now)
            Console.writeError("token \(added.entry.id) of \(system). \(atReload)")
            switch added.token {
            case .file(let path): Console.writeError("It is in \(path).\n")
            case .here(let token):
                Console.writeError("It is shown this once:\n")
                Console.write("\(token)\n")
            }
            return 0
        } catch {
            throw .failed(error.description)
        }
    }

    private static func list(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        let register = try register(arguments)
        let entries: [TokenRegister.Entry]
        do {
            entries = try register.list()
        } catch {
            throw .failed(error.description)
        }
        if output == "json" {
            let document = APIDocument(root: "tokens", .object([("tokens", .list(item: "token", entries.map(value)))]))
            Console.write(document.bytes(as: .json) + [UInt8(ascii: "\n")])
        } else {
            for entry in entries {
                let added = entry.added?.rfc3339 ?? "-"
                Console.write(
                    "\(entry.id)  \(entry.system.text.padded(to: 20))\(added.padded(to: 30))\(entry.who ?? "-")\n")
            }
        }
        return 0
    }

    private static func value(_ entry: TokenRegister.Entry) -> APIValue {
        .object([
            ("id", .text(entry.id)), ("system", .text(entry.system.text)),
            ("who", entry.who.map { .text($0) } ?? .null), ("added", entry.added.map { .text($0.rfc3339) } ?? .null),
        ])
    }

    private static func revoke(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let register = try register(arguments)
        do {
            let revoked = try register.revoke(arguments.positional[0])
            Console.write("token \(revoked.entry.id) of \(revoked.entry.system) is revoked. \(atReload)")
            if let file = revoked.removedFile { Console.write("\(file) held it and is removed.\n") }
            return 0
        } catch {
            throw .failed(error.description)
        }
    }
}
