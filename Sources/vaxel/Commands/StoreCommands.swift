internal import GatewayService
internal import LinuxSystem
internal import MessageFormats
internal import Messages
internal import StoreKeeping

/// `vaxel store …`: looks after the journal's files, whether or not a gateway has them open.
enum StoreCommands {
    private static let config = Command.Option(
        "config", "FILE", "the gateway's configuration: its data folder is meant")
    private static let folder = Command.Option("folder", "DIR", "instead of --config: a backup, or any data folder")
    private static let output = Command.Option("output", "FORM", "text (default) or json")

    static let commands = [
        Command(
            "store verify", summary: "read every byte of the journal and say whether it is whole",
            details: """
                Says for each file of the journal what it is, which records are concerned since when, and what to do, also in
                Swedish. Takes no lock, writes nothing, and may run beside the gateway. The audit trail is judged by vaxel check.
                With --folder a backup's files are compared with its list too.
                """,
            exits: "0 sound, 1 torn tail (nothing is lost), 2 wrong usage or no store there, 3 damage",
            options: [config, folder, output], run: verify),
        Command(
            "store dump", summary: "list the journal's records, without what the messages say",
            details: """
                A line for each record: number, what happened, when, message id, deliveries, system. Goes past damage and says
                where it is. Takes no lock, writes nothing, and may run beside the gateway.
                """,
            exits: "0 done, 1 failed, 2 wrong usage, 3 some of the records cannot be read",
            options: [
                config, folder, Command.Option("from", "N", "the first record (default: 1)"),
                Command.Option("to", "N", "the last record (default: the newest)"), output,
            ], run: dump),
        Command(
            "store stats", summary: "say how large the journal is, what it holds, and how long the room lasts",
            details: """
                Reads the whole log. The pace is that of the last seven days. How many deliveries wait is not told by the files:
                see vaxel queues.
                """,
            options: [config, folder, output], run: stats),
        Command(
            "store backup", "DIR", count: 1...1,
            summary: "back the journal up into a new folder, while the gateway runs",
            details: """
                Takes the journal, its snapshots and store.key; files that are never written again get a second name where the
                file system allows it, the others are copied. The backup is read through before its list, backup.json, is
                written. It holds patient data and keys: protect it, and move it to another machine. The audit trail
                (data/audit) is plain text and is copied by other means; dead letters' folders are made anew from the journal.
                """,
            options: [config], run: backup),
        Command(
            "store restore", "DIR", count: 1...1, summary: "put a backup into an empty data folder, held",
            details: """
                Checks every file against the backup's list, and copies them. Run it as the gateway's user. The restored store is
                held: the gateway starts on it and shows it, and takes and gives out nothing until vaxel store release.
                """,
            options: [config], run: restore),
        Command(
            "store release", summary: "let a held store work again",
            details: """
                A store is held when it was restored, copied, or moved to another disk or machine: if the original still runs, every
                delivery in it would be made twice. Look whether another gateway runs on it or on a copy; stop this one; then
                release it with --yes and start again.
                Ett lager är låst när det har återställts, kopierats eller flyttats: kör originalet fortfarande skulle varje
                leverans göras två gånger. Se efter att ingen annan växel kör på det eller en kopia, stoppa denna, lås upp lagret
                med --yes och starta igen.
                """,
            options: [config, Command.Option("yes", nil, "no other gateway runs on this store or a copy of it")],
            run: release),
    ]

    // MARK: Looking

    private static func verify(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        do {
            var faults: [String] = []
            if let backup = backupFolder(arguments) {
                do throws(StoreFailure) {
                    _ = try StoreRestore.check(backup)
                } catch {
                    faults.append(error.description)
                }
            }
            let report = try store(arguments).verify()
            if output == "json" {
                write(report.value, root: "store")
            } else {
                Console.write(report.text)
            }
            for fault in faults { Console.writeError("the backup is not what was made: \(fault)\n") }
            return faults.isEmpty ? report.grade.rawValue : 3
        } catch {
            // Status 1 would say that the store is sound but for its tail.
            throw .usage(explanation(of: error))
        }
    }

    private static func dump(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        let first = try arguments.number("from", in: 1...Int.max, default: 1)
        let last = try arguments.number("to", in: 1...Int.max, default: Int.max)
        guard first <= last else { throw .usage("--from is beyond --to") }
        do {
            let isWhole = try store(arguments).dump(UInt64(first)...UInt64(last)) { line in
                if output == "json" { write(line.value, root: "record") } else { Console.write(line.text) }
                return true
            }
            return isWhole ? 0 : 3
        } catch {
            throw failure(error)
        }
    }

    private static func stats(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let output = try arguments.word("output", of: ["text", "json"], default: "text")
        do {
            let statistics = try store(arguments).statistics(at: now)
            if output == "json" { write(statistics.value, root: "store") } else { Console.write(statistics.text) }
            return 0
        } catch {
            throw failure(error)
        }
    }

    // MARK: Doing

    private static func backup(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let target = arguments.positional[0]
        ProcessSettings.setUmask(0o077)
        do {
            let (list, leftOut) = try StoreBackup.make(of: try data(arguments), to: target, at: now)
            Console.write("\(target): \(list.files.count) files, records up to \(list.lastSequence)\n")
            for name in leftOut {
                Console.writeError("\(name) is not sound and was left out; see: vaxel store verify\n")
            }
            return 0
        } catch {
            throw failure(error)
        }
    }

    private static func restore(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let target = try data(arguments)
        ProcessSettings.setUmask(0o077)
        do {
            let manifest = try StoreRestore.run(from: arguments.positional[0], to: target)
            Console.write(
                """
                \(target): restored as it was at \(manifest.madeAt.rfc3339), records up to \(manifest.lastSequence).
                It is held. When no other gateway runs on this store or a copy:  vaxel store release --config FILE --yes
                Det är låst. När ingen annan växel kör på lagret eller en kopia:  vaxel store release --config FILE --yes

                """)
            return 0
        } catch {
            throw failure(error)
        }
    }

    private static func release(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let path = try data(arguments)
        do {
            guard let hold = try StoreFolder(journal: "\(path)/journal").holdReason() else {
                Console.write("The store is not held; nothing was changed.\n")
                return 0
            }
            guard arguments.has("yes") else {
                Console.writeError(
                    """
                    The store is held: \(hold.english). If the original still runs, everything in it would be delivered twice.
                    When no other gateway runs on this store or a copy of it, say so with --yes.
                    Lagret är låst: \(hold.swedish). Kör originalet fortfarande skulle allt i det levereras två gånger.
                    När ingen annan växel kör på lagret eller en kopia, säg det med --yes.

                    """)
                return 1
            }
            try StoreFolder.release(journal: "\(path)/journal")
            Console.write("The store is released and belongs here now.\n")
            return 0
        } catch {
            throw failure(error)
        }
    }

    // MARK: Which store

    private static var now: Timestamp { Timestamp(microseconds: SystemClock.system.wallMicroseconds()) }

    /// The data folder of the configuration.
    private static func data(_ arguments: Arguments) throws(CommandFailure) -> String {
        guard let file = arguments["config"] else { throw .usage("--config FILE is missing") }
        do {
            return try Configuration(file: file).data
        } catch {
            throw .failed(error.description)
        }
    }

    private static func store(_ arguments: Arguments) throws -> StoreFolder {
        guard let folder = arguments["folder"] else {
            guard arguments["config"] != nil else {
                throw CommandFailure.usage("say which: --config FILE or --folder DIR")
            }
            return try StoreFolder(journal: "\(try data(arguments))/journal")
        }
        guard arguments["config"] == nil else { throw CommandFailure.usage("--config and --folder exclude each other") }
        return try StoreFolder(journal: FileBytes.exists("\(folder)/journal") ? "\(folder)/journal" : folder)
    }

    /// The folder that was named, when it is a backup.
    private static func backupFolder(_ arguments: Arguments) -> String? {
        arguments["folder"].flatMap { FileBytes.exists("\($0)/backup.json") ? $0 : nil }
    }

    private static func write(_ value: APIValue, root: String) {
        Console.write(APIDocument(root: root, value).bytes(as: .json) + [UInt8(ascii: "\n")])
    }

    private static func failure(_ error: any Error) -> CommandFailure {
        error as? CommandFailure ?? .failed(explanation(of: error))
    }

    private static func explanation(of error: any Error) -> String {
        switch error as? CommandFailure {
        case .usage(let text), .failed(let text): text
        case nil: (error as? StoreFailure)?.description ?? "\(error)"
        }
    }
}
