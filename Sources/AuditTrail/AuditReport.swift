/// What was found when the whole trail was read and its chain was reckoned anew.
package struct AuditReport: Hashable, Sendable {
    /// A line that is not what was written, or does not follow the one before it.
    package struct Break: Hashable, Sendable, CustomStringConvertible {
        /// The file's name: `2026-11.jsonl`.
        package let file: String
        /// The line, from 1.
        package let line: Int

        /// `2026-11.jsonl line 17`, also how the trail itself tells of it.
        package var description: String { "\(file) line \(line)" }
    }

    /// The bytes behind the last whole line, of a write that was never answered for.
    package struct Tail: Hashable, Sendable {
        /// The file that they stand in.
        package let file: String
        /// Where they begin, in bytes.
        package let offset: UInt64
        /// How many they are.
        package let count: UInt64
    }

    /// The files, oldest first.
    package internal(set) var files: [String] = []
    /// Lines that were read, broken ones too.
    package internal(set) var lines = 0
    /// How many lines are broken.
    package internal(set) var brokenLines = 0
    /// The first of them, `Limits.breaksTold` at most.
    package internal(set) var breaks: [Break] = []
    /// The half-written end of the newest file; nil when there is none.
    package internal(set) var tornTail: Tail?

    /// Whether every line is as it was written; a torn tail is no harm.
    package var isWhole: Bool { brokenLines == 0 }
}
