internal import Messages

/// Which messages of a batch must be taken one after the other, because a later one is judged or delivered by an earlier one:
/// those that share a case or a patient, or name each other.
enum BatchOrder {
    private enum Key: Hashable {
        case caseID(CaseID)
        case patient(String)
        case message(MessageID)
    }

    /// Chains of indices, each in the order of the batch; a place without a message is in none.
    static func chains(of messages: [Message?]) -> [[Int]] {
        var chains: [[Int]] = []
        var chainOfKey: [Key: Int] = [:]
        for (index, message) in messages.enumerated() {
            guard let message else { continue }
            let keys = keys(of: message)
            let touched = Set(keys.compactMap { chainOfKey[$0] })
            let target = touched.min() ?? chains.count
            if target == chains.count { chains.append([]) }
            for other in touched where other != target {
                chains[target] += chains[other]
                chains[other] = []
                for (key, chain) in chainOfKey where chain == other { chainOfKey[key] = target }
            }
            chains[target].append(index)
            for key in keys { chainOfKey[key] = target }
        }
        return chains.filter { !$0.isEmpty }.map { $0.sorted() }
    }

    private static func keys(of message: Message) -> [Key] {
        let messages = [message.id, message.refersTo, message.replaces].compactMap(\.self).map { Key.message($0) }
        let patient = (message.patient?.id).map { Key.patient($0.uppercased()) }
        return messages + [message.caseID.map { .caseID($0) }, patient].compactMap(\.self)
    }
}
