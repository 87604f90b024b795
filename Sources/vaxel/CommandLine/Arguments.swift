/// What stood on the command line behind a command's name.
struct Arguments: Sendable {
    let positional: [String]
    private let options: [String: String]
    private let flags: Set<String>

    /// Sorts words into options, flags and arguments.
    ///
    /// `--` ends the options; `--name=value` is the same as `--name value`.
    ///
    /// - Throws: `CommandFailure.usage` for an unknown option, a missing value, or a wrong count of arguments.
    init(_ words: [String], for command: Command) throws(CommandFailure) {
        var positional: [String] = []
        var options: [String: String] = [:]
        var flags: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                if word == "--" {
                    positional += rest
                    rest = []
                } else {
                    positional.append(word)
                }
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw .usage("unknown option --\(name)")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw .usage("--\(name) takes no value") }
                flags.insert(name)
            } else if parts.count == 2 {
                options[name] = String(parts[1])
            } else {
                guard let value = rest.popFirst() else { throw .usage("--\(name) needs a value") }
                options[name] = value
            }
        }
        guard command.count.contains(positional.count) else {
            throw .usage(
                positional.count < command.count.lowerBound ? "\(command.arguments) is missing" : "too many arguments")
        }
        self.positional = positional
        self.options = options
        self.flags = flags
    }

    /// The value of an option; nil when it was not given.
    subscript(name: String) -> String? { options[name] }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// A whole number given as an option.
    func number(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(CommandFailure) -> Int {
        guard let text = options[name] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw .usage("--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One of a few words given as an option.
    func word(_ name: String, of words: [String], default fallback: String) throws(CommandFailure) -> String {
        guard let text = options[name] else { return fallback }
        guard words.contains(text) else { throw .usage("--\(name) takes one of: \(words.joined(separator: ", "))") }
        return text
    }
}

/// Why a command ended without doing what was asked.
enum CommandFailure: Error {
    /// It was called in a wrong way: exit status 2.
    case usage(String)
    /// It was called rightly and could not be done: exit status 1.
    case failed(String)
}
