package import Digests
package import Messages

/// Keyed hashes that stand for a message's content, for its lane and for ids the gateway derives, so that none of them
/// can be guessed from outside or read back from the journal's index.
package struct Fingerprints: Sendable {
    private let hash: KeyedHash128

    /// Takes the store's own secret key, 16 bytes; the same for the life of the store.
    package init(key: [UInt8]) {
        hash = KeyedHash128(key: key)
    }

    /// The digest by which a duplicate is known, of a message's canonical bytes.
    package func digest(of canonicalBytes: [UInt8]) -> Digest128 {
        hash.hash(canonicalBytes)
    }

    /// The words that name the lane of all receipts for a message.
    package static func receiptLane(of message: MessageID) -> [String] {
        ["receipt", message.description]
    }

    /// The lane of what the words name together: `["case", "N-2026-000417"]`.
    package func lane(_ words: [String]) -> LaneKey {
        LaneKey(joined(words).low)
    }

    /// An id derived from what the words name together: the same words give the same id.
    package func identifier(for words: [String]) -> UUIDBytes {
        let digest = joined(words)
        return UUIDBytes(version8High: digest.high, low: digest.low)
    }

    /// What stands for the patient that the words name together: kind, rule and id.
    package func patientKey(words: [String], isReserve: Bool) -> PatientKey {
        PatientKey(digest: joined(words, behind: "patient"), isReserve: isReserve)
    }

    /// Words do not hold NUL, so joining them with it keeps different lists apart.
    private func joined(_ words: [String], behind first: String? = nil) -> Digest128 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.reduce(first?.utf8.count ?? 0) { $0 + 1 + $1.utf8.count })
        if let first { bytes.append(contentsOf: first.utf8) }
        for (index, word) in words.enumerated() {
            if index > 0 || first != nil { bytes.append(0) }
            bytes.append(contentsOf: word.utf8)
        }
        return hash.hash(bytes)
    }
}
