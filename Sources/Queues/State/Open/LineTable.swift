internal import Messages

/// The number of a line in the index of open deliveries.
typealias LineNumber = UInt16

/// The lines that have open deliveries, by numbers small enough for a node.
///
/// A number is given anew when nothing of its line is open any more.
struct LineTable: Sendable {
    /// A line, linked through the nodes of the deliveries that stand in it.
    struct Entry: Sendable {
        /// Nil of a number that is not in use.
        var id: LineID?
        /// Deliveries open, in line or not.
        var open = 0
        /// Deliveries in line that may be offered.
        var ready = 0
        var first: NodeNumber = 0
        var last: NodeNumber = 0
        /// Where the search for deliveries that have left goes on: behind this one, or at the first.
        var searched: NodeNumber = 0
    }

    private(set) var entries: [Entry] = []
    private var numbers: [LineID: LineNumber] = [:]
    private var unused: [LineNumber] = []

    init() {}

    /// Takes over the lines of a snapshot; nil when two have one name or there are more than there are numbers.
    init?(_ entries: [Entry]) {
        guard entries.count <= Limits.openLines else { return nil }
        self.entries = entries
        for (number, entry) in entries.enumerated() {
            guard let id = entry.id else {
                unused.append(LineNumber(number))
                continue
            }
            guard numbers.updateValue(LineNumber(number), forKey: id) == nil else { return nil }
        }
    }

    /// Lines in use.
    var count: Int { numbers.count }

    func number(of id: LineID) -> LineNumber? { numbers[id] }

    subscript(number: LineNumber) -> Entry {
        get { entries[Int(number)] }
        _modify { yield &entries[Int(number)] }
    }

    /// The number of a line, new or known; nil when there is none left.
    mutating func makeNumber(of id: LineID) -> LineNumber? {
        if let number = numbers[id] { return number }
        if let number = unused.popLast() {
            self[number] = Entry(id: id)
            numbers[id] = number
            return number
        }
        guard entries.count < Limits.openLines else { return nil }
        let number = LineNumber(entries.count)
        entries.append(Entry(id: id))
        numbers[id] = number
        return number
    }

    /// Gives a number back when nothing of its line is open or linked.
    mutating func releaseIfEmpty(_ number: LineNumber) {
        let entry = self[number]
        guard let id = entry.id, entry.open == 0, entry.first == 0 else { return }
        self[number] = Entry()
        numbers[id] = nil
        unused.append(number)
    }
}
