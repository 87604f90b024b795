internal import Messages

/// What is done about a delivery of which no more is known than where it stands, since its message is not there.
extension QueueState {
    /// Takes a delivery out of wherever it is, and counts it as settled.
    ///
    /// - Parameters:
    ///   - id: the delivery.
    ///   - end: the count in which it stands from now on.
    mutating func letGo(_ id: DeliveryID, as end: WritableKeyPath<Conservation, Int>) {
        let wasDead = dead.contains(id)
        let stage: WritableKeyPath<Conservation, Int> =
            wasDead ? \.dead : held.contains(id) ? \.held : active.contains(id) ? \.leased : \.waiting
        let lane = wasDead ? troubles.first { $0.value.dead.contains(id) }?.key : nil
        let left = open.withdraw(id)
        guard let destination = left?.destination ?? lane?.destination else { return }
        dead.removeAll { $0 == id }
        if let lane {
            troubles[lane]?.dead.removeAll { $0 == id }
            troubles[lane]?.missing.removeAll { $0 == id }
            if troubles[lane]?.isEmpty ?? false { troubles[lane] = nil }
        }
        active.remove(id)
        lent[id] = nil
        held.remove(id)
        reserved.remove(id)
        picked[id] = nil
        misses[id] = nil
        overdueReceipts.remove(id)
        if !wasDead { ages[destination]?.removeFirst(from: records.beginning(ofFileOf: id.message)) }
        tally.move(from: stage, to: end)
        tallies[destination, default: Conservation()].move(from: stage, to: end)
    }
}

extension Conservation {
    /// Counts a delivery that went from one count to another.
    mutating func move(
        from old: WritableKeyPath<Conservation, Int>, to new: WritableKeyPath<Conservation, Int>
    ) {
        self[keyPath: old] -= 1
        self[keyPath: new] += 1
    }
}
