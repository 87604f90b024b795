internal import Messages

/// What applying a record will read is read before the record is written: what the disk does not give then refuses one call,
/// and is no reason to stop.
extension QueueState {
    /// Reads what accepting a message will need, as far as is known before; what the disk does not give is noted.
    mutating func foresee(_ message: IncomingMessage) {
        transmissions.fetch(message.transmissionID)
        fetch(message.id)
        earlyCancellations.fetch(message.id)
        if let key = message.caseKey {
            cases.fetch(key, named: message.caseID)
            // It may have been cancelled before it came.
            if earlyCancellations[message.id] != nil { foreseeRecount(of: key) }
        }
        consents.fetch(for: message)
        switch message.effect {
        case .cancels(let original, _):
            fetch(original)
            earlyCancellations.fetch(original)
            foreseeRecount(ofCaseOf: original)
        case .misdirects(let original):
            fetch(original)
            foreseeRecount(ofCaseOf: original)
        case .reads(let original, _, _), .answers(let original, _, _), .forwards(let original, _): fetch(original)
        case .changesPatient, .registersConsent, .withdrawsConsent, .changesParties, nil: break
        }
    }

    /// The messages, stored before it, that accepting a message changes or counts.
    func messages(neededBy message: IncomingMessage) -> [UInt64] {
        switch message.effect {
        case .cancels(let original, _), .misdirects(let original):
            let others = self.message(original)?.head.caseKey.map { cases.messages(of: $0) } ?? []
            return ([original] + others).compactMap { sequences[$0]?.sequence }
        case .reads(let original, _, _), .answers(let original, _, _), .forwards(let original, _):
            return [sequences[original]?.sequence].compactMap(\.self)
        case .changesPatient, .registersConsent, .withdrawsConsent, .changesParties, nil: return []
        }
    }

    private mutating func fetch(_ id: MessageID) {
        sequences.fetch(id)
        if let sequence = sequences[id]?.sequence { _ = messages.fetch(sequence) }
    }

    private mutating func foreseeRecount(ofCaseOf id: MessageID) {
        if let key = message(id)?.head.caseKey { foreseeRecount(of: key) }
    }

    /// A case is counted anew from all its messages, and those that these cancel.
    private mutating func foreseeRecount(of key: CaseKey) {
        cases.fetch(key, named: nil)
        for id in cases.messages(of: key) {
            fetch(id)
            if case .cancels(let original, _) = message(id)?.head.effect { fetch(original) }
        }
    }
}

extension Table {
    /// Reads the value of a key, if there is one.
    mutating func fetch(_ key: Key?) {
        if let key { fetch(key) }
    }
}
