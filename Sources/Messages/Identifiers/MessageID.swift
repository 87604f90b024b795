/// The id of a message: chosen by the sender, unique in the gateway, the same on every resend.
package struct MessageID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The UUID.
    package let bytes: UUIDBytes

    /// Takes a UUID.
    package init(_ bytes: UUIDBytes) {
        self.bytes = bytes
    }

    /// Reads a UUID in either case; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let bytes = UUIDBytes(text) else { return nil }
        self.bytes = bytes
    }

    /// The UUID in lower case.
    package var description: String { bytes.text }

    package static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

/// The id of one attempt to send a message; new on every attempt, and no part of what makes two messages the same.
package struct TransmissionID: Hashable, Sendable, CustomStringConvertible {
    /// The UUID.
    package let bytes: UUIDBytes

    /// Takes a UUID.
    package init(_ bytes: UUIDBytes) {
        self.bytes = bytes
    }

    /// Reads a UUID in either case; anything else is nil.
    package init?(_ text: some StringProtocol) {
        guard let bytes = UUIDBytes(text) else { return nil }
        self.bytes = bytes
    }

    /// The UUID in lower case.
    package var description: String { bytes.text }
}
