/// What a process of its own does for the part about the queues, so that its memory and its start are its own.
enum QueueStep: Sendable {
    static let command = "step"

    /// Fills the queues in a folder with so many waiting deliveries, and tells what they take.
    case fill(folder: String, waiting: Int)
    /// Opens the queues in a folder, and tells how long that took.
    case open(folder: String)

    /// Reads the step's arguments; nil when they are wrong.
    init?(_ arguments: [String]) {
        switch (arguments.first, arguments.count) {
        case ("fill", 3):
            guard let waiting = Int(arguments[2]) else { return nil }
            self = .fill(folder: arguments[1], waiting: waiting)
        case ("open", 2): self = .open(folder: arguments[1])
        default: return nil
        }
    }

    /// The command line that asks for it.
    var arguments: [String] {
        switch self {
        case .fill(let folder, let waiting): [Self.command, "fill", folder, "\(waiting)"]
        case .open(let folder): [Self.command, "open", folder]
        }
    }
}
