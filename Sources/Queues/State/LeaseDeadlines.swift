/// When leases end, the earliest first: one entry for each delivery that counts, however often its lease is prolonged.
///
/// The entry of a lease that has been prolonged stays where it was; the one who takes it puts it back where the lease ends now.
struct LeaseDeadlines {
    private var heap = DeadlineHeap()
    /// The deadline of the entry that counts for each delivery; others of it are of no meaning.
    private var counting: [DeliveryID: UInt64] = [:]

    var first: DeadlineHeap.Entry? { heap.first }

    /// How many entries are held, with those of no meaning.
    var count: Int { heap.count }

    /// What is due, so many at most: those that `removeFirst` takes away, whether they count or not.
    func due(at deadline: UInt64, maximum: Int) -> [DeliveryID] { heap.due(at: deadline, maximum: maximum) }

    /// Has a delivery come up at a deadline, or before it.
    mutating func insert(_ delivery: DeliveryID, at deadline: UInt64) {
        if let present = counting[delivery], present <= deadline { return }
        counting[delivery] = deadline
        heap.insert(delivery, at: deadline)
    }

    /// Takes the first entry away; whether it counted.
    mutating func removeFirst() -> Bool {
        guard let first = heap.first else { return false }
        heap.removeFirst()
        guard counting[first.delivery] == first.deadline else { return false }
        counting[first.delivery] = nil
        return true
    }
}
