internal import DurableLog
package import Messages

/// What a file of a store turned out to be, and what to do about it.
package struct StoreFinding: Hashable, Sendable {
    /// How bad a finding is; the raw value is the exit status of `vaxel store verify`.
    package enum Grade: Int32, Comparable, Sendable {
        /// Everything that was acknowledged can be read.
        case sound = 0
        /// A crash tore the last batch, which nobody had been answered for.
        case tornTail = 1
        /// Something that was acknowledged, or that a start rests on, cannot be read.
        case damaged = 3

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        /// The grade as a word.
        package var word: String {
            switch self {
            case .sound: "sound"
            case .tornTail: "torn-tail"
            case .damaged: "damaged"
            }
        }
    }

    /// The file's name within the journal's folder: `log/00000000000000000001.seg`.
    package let file: String
    /// How bad it is.
    package let grade: Grade
    /// What the file is, and what is the matter with it if anything is.
    package let text: String
    /// The numbers of the records concerned; nil when the file holds none.
    package let records: ClosedRange<UInt64>?
    /// From when on what is concerned was written, as far as it is known.
    package let since: Timestamp?
    /// Bytes of the file; nil when it is not known.
    package let bytes: UInt64?
    /// What to do, in English; empty when nothing is to be done.
    package let advice: String
    /// What to do, in Swedish; empty when nothing is to be done.
    package let swedishAdvice: String

    init(
        _ file: String, _ text: String, records: ClosedRange<UInt64>? = nil, since: Timestamp? = nil,
        bytes: UInt64? = nil, _ matter: StoreMatter? = nil
    ) {
        self.file = file
        self.text = text
        self.records = records
        self.since = since
        self.bytes = bytes
        grade = matter?.grade ?? .sound
        advice = matter?.english ?? ""
        swedishAdvice = matter?.swedish ?? ""
    }
}
