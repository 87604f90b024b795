/// One command of the program: how it is called, and what it does.
struct Command: Sendable {
    /// An option: `--port N`, or a flag without a value.
    struct Option: Sendable {
        let name: String
        /// What stands for the value in the help page; nil for a flag.
        let value: String?
        let help: String

        init(_ name: String, _ value: String? = nil, _ help: String) {
            self.name = name
            self.value = value
            self.help = help
        }
    }

    /// The words after `vaxel`: `dead list`.
    let name: String
    /// The names of the arguments, as in the help page: `FILE…`.
    let arguments: String
    /// One line for the list of commands.
    let summary: String
    /// What else the help page says.
    let details: String
    /// What the exit statuses mean.
    let exits: String
    let options: [Option]
    /// How many arguments are taken.
    let count: ClosedRange<Int>
    /// Does it, and returns the exit status: 0 done, 1 failed.
    let run: @Sendable (Arguments) async throws(CommandFailure) -> Int32

    init(
        _ name: String, _ arguments: String = "", count: ClosedRange<Int> = 0...0, summary: String,
        details: String = "", exits: String = "0 done, 1 failed, 2 wrong usage",
        options: [Option] = [], run: @escaping @Sendable (Arguments) async throws(CommandFailure) -> Int32
    ) {
        self.name = name
        self.arguments = arguments
        self.count = count
        self.summary = summary
        self.details = details
        self.exits = exits
        self.options = options
        self.run = run
    }

    /// The page that `--help` prints.
    var helpPage: String {
        var page =
            "Usage: vaxel \(name)\(arguments.isEmpty ? "" : " \(arguments)")\(options.isEmpty ? "" : " [OPTION…]")\n\n"
        page += "\(summary)\n"
        if !details.isEmpty { page += "\n\(details)\n" }
        page += "\nOptions:\n"
        for option in options + [Option("help", nil, "print this page")] {
            let call = "--\(option.name)\(option.value.map { " \($0)" } ?? "")"
            page += "  \(call.padded(to: 26))\(option.help)\n"
        }
        return page + "\nExit status: \(exits).\n"
    }
}

extension String {
    /// The text with spaces behind it up to a width; at least one space.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
