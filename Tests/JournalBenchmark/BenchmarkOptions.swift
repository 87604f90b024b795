/// What a run measures, and where.
struct BenchmarkOptions: Sendable {
    static let usage = """
        [PART…] [--folder DIR] [--rounds N] [--seconds S] [--record BYTES] [--callers N,N…] [--segment MIB]
        [--waiting N,N…] [--lanes N,N…]
        """

    /// The names of the parts to run.
    var parts: [String] = []
    /// Where the files go that are measured; a folder of that file system, made and emptied by the parts.
    var folder = "/tmp/journal-benchmark"
    /// Rounds of each measurement; what is told is the middle one.
    var rounds = 5
    /// How long a round lasts.
    var seconds = 2.0
    /// Bytes of a record's body.
    var recordBytes = 3 << 10
    /// How many callers append at a time.
    var callers = [1, 16, 64, 256]
    /// Bytes of the journal's segments: the next are filled with zeros meanwhile, unless nothing is written beyond the first.
    var segmentBytes = 64 << 20
    /// How many deliveries wait.
    var waiting = [1_000_000, 10_000_000]
    /// How many of them stand in a lane, for the part about the index.
    var lanes = [1, 2, 100]
    /// A step of a part that this process runs for another one.
    var step: QueueStep?

    /// Reads a command line without the program's name; nil when it is wrong.
    init?(_ arguments: [String], parts known: [String]) {
        if let first = arguments.first, first == QueueStep.command {
            guard let step = QueueStep(Array(arguments.dropFirst())) else { return nil }
            self.step = step
            return
        }
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                guard known.contains(argument) else { return nil }
                parts.append(argument)
                continue
            }
            guard let value = rest.popFirst(), set(argument, value) else { return nil }
        }
        if parts.isEmpty { parts = known }
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        let numbers = value.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
        switch name {
        case "--folder": folder = value
        case "--seconds":
            guard let number = Double(value), number > 0 else { return false }
            seconds = number
        case "--rounds", "--record", "--callers", "--segment", "--waiting", "--lanes":
            guard let first = numbers.first else { return false }
            switch name {
            case "--rounds": rounds = first
            case "--record": recordBytes = first
            case "--callers": callers = numbers
            case "--lanes": lanes = numbers
            case "--segment": segmentBytes = first << 20
            default: waiting = numbers
            }
        default: return false
        }
        return true
    }
}
