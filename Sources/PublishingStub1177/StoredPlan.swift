/// A published plan as it is kept: the bytes that came, when, and whether it is withdrawn.
///
/// The file is one line of text, `vaxel-1177-stub 1 RECEIVED-AT published|withdrawn`, and then the bytes as they came, of
/// a withdrawn plan only what the list names.
struct StoredPlan: Sendable {
    private static let magic = "vaxel-1177-stub 1"

    let plan: CarePlan
    private(set) var bytes: [UInt8]
    /// `2026-11-22T08:15:00Z`.
    let receivedAt: String
    private(set) var isWithdrawn: Bool

    init(plan: CarePlan, bytes: [UInt8], receivedAt: String) {
        self.plan = plan
        self.bytes = bytes
        self.receivedAt = receivedAt
        isWithdrawn = false
    }

    /// The same plan, withdrawn.
    var withdrawn: StoredPlan {
        var plan = self
        plan.bytes = self.plan.remnant
        plan.isWithdrawn = true
        return plan
    }

    /// Reads a file; `nil` if it is not one of ours.
    init?(file: [UInt8]) {
        guard let lineEnd = file.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let words = String(decoding: file[..<lineEnd], as: UTF8.self).split(separator: " ")
        guard words.count == 4, words[..<2].joined(separator: " ") == Self.magic else { return nil }
        bytes = Array(file[(lineEnd + 1)...])
        guard let root = try? PlanElement.parse(bytes) else { return nil }
        plan = CarePlan(root)
        receivedAt = String(words[2])
        isWithdrawn = words[3] == "withdrawn"
    }

    /// What the file holds.
    var file: [UInt8] {
        Array("\(Self.magic) \(receivedAt) \(isWithdrawn ? "withdrawn" : "published")\n".utf8) + bytes
    }

    /// The file's name: the documentId in hexadecimal digits, since it may hold any character.
    static func fileName(_ documentID: String) -> String {
        let digits = documentID.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return digits.joined() + ending
    }

    static let ending = ".plan"
}
