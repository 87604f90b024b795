internal import Messages

/// How many deliveries became available in which second.
struct AgeHistogram: Sendable, Hashable {
    private var times: [Timestamp] = []

    var count: Int { times.count }
    /// The first moment noted in the oldest second that still has a delivery.
    var oldest: Timestamp? { times.min() }

    mutating func add(at time: Timestamp) { times.append(time) }

    mutating func remove(at time: Timestamp) {
        if let place = times.firstIndex(of: time) { times.remove(at: place) }
    }

    init() {}

    /// Reads what `encode` wrote.
    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) { throw RecordDecoder.Mismatch() }

    func encode(to encoder: inout RecordEncoder) {}
}
