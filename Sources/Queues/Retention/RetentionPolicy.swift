/// How long what is settled is kept.
///
/// Source: interfaces, "Retention".
package struct RetentionPolicy: Hashable, Sendable {
    /// Days from the last delivery's settlement until the sender's bytes are dropped.
    package var payloadDays: Int
    /// Days from acceptance until everything else that is known of a settled message is dropped.
    package var headDays: Int
    /// Days after which what is out of its time goes even from a file that is otherwise to be kept.
    package var graceDays: Int
    /// Of a file's bytes, how much at least must be out of its time for the file to be written anew before that, 0–1.
    package var share: Double

    /// Takes the policy.
    package init(payloadDays: Int = 30, headDays: Int = 400, graceDays: Int = 1, share: Double = 0.5) {
        self.payloadDays = payloadDays
        self.headDays = headDays
        self.graceDays = graceDays
        self.share = share
    }
}

/// What retention has done.
package struct RetentionReport: Hashable, Sendable {
    /// Sealed files of the journal that were looked through.
    package internal(set) var examined = 0
    /// Those that were written anew, smaller, or dropped.
    package internal(set) var rewritten = 0
    /// Those that could not be read or written anew, and are as they were.
    package internal(set) var unreadable = 0
    /// Messages that stay as they are although they are out of their time, since records speak of them that a start from the
    /// older snapshot would apply.
    package internal(set) var spared = 0
    /// Sealed files in which something may be out of its time, and which the two snapshots do not cover yet.
    package internal(set) var uncovered = 0
    /// Bytes of disk that this gave back.
    package internal(set) var bytesFreed: UInt64 = 0
}
