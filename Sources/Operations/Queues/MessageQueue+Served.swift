internal import Messages
internal import Queues

extension MessageQueue {
    /// The destinations that the gateway serves itself: the way to 1177, and after it, by their names, those to systems that
    /// receipts are pushed to.
    ///
    /// A system whose receipts are not pushed any more is among them as long as some of them wait.
    ///
    /// - Parameter systems: those whose receipts are pushed as things are now.
    /// - Returns: the destinations, each once.
    func servedDestinations(pushingTo systems: [SystemID]) -> [Destination] {
        let waiting = destinationsWithOpenDeliveries.filter { $0.system != nil }
        return [.publisher1177] + Set(systems.map { .receipts(of: $0) } + waiting).sorted()
    }
}
