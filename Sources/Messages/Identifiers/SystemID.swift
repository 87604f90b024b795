/// The name of a computer program that has a credential, as the directory of systems spells it: `ehr`, `municipal`.
package struct SystemID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name as the directory spells it.
    package let text: String

    /// Reads 1–64 lower-case letters, digits, hyphens and underscores; anything else is nil.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        self.text = String(text)
    }

    /// Reads a name back from our own journal, the gateway's own among them.
    package init?(stored text: String) {
        guard let own = [Self.gateway, Self.folder].first(where: { $0.text == text }) else {
            self.init(text)
            return
        }
        self = own
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// The gateway itself, for what it does of its own accord; no credential can have this name.
    package static let gateway = SystemID(unchecked: "(gateway)")

    /// Whoever moves folders in the data folder of the gateway; no credential can have this name.
    package static let folder = SystemID(unchecked: "(folder)")

    /// Whoever calls at a door without login; no credential can have this name.
    package static let anonymous = SystemID(unchecked: "(anonymous)")

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
