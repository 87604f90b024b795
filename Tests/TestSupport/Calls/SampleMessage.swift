internal import Foundation

/// A valid sample with ids of its own, so that it can be sent as a new message.
package struct SampleMessage: Sendable {
    /// The message's id, lower case.
    package let id: String
    /// The message's bytes as UTF-8 text.
    package var text: String
    private let isXML: Bool

    /// Reads `samples/valid/NAME` and gives it a new messageId, a new transmissionId, and a case when one is named.
    package init(_ name: String, caseID: String? = nil) throws {
        isXML = name.hasSuffix(".xml")
        id = UUID().uuidString.lowercased()
        text = String(decoding: try RepositoryFiles.bytes("samples/valid/\(name)"), as: UTF8.self)
        set("messageId", id)
        set("transmissionId", UUID().uuidString.lowercased())
        if let caseID { set("caseId", caseID) }
    }

    /// The media type.
    package var contentType: String { isXML ? "application/xml" : "application/json" }

    /// Gives the first member or element of a name another text; nothing when there is none.
    package mutating func set(_ name: String, _ value: String) {
        let (before, after) = isXML ? ("<\(name)>", "</\(name)>") : ("\"\(name)\": \"", "\"")
        guard let start = text.firstRange(of: before)?.upperBound,
            let end = text[start...].firstRange(of: after)?.lowerBound
        else { return }
        text.replaceSubrange(start..<end, with: value)
    }

    /// The same message with a text replaced wherever it stands.
    package func replacing(_ old: String, with new: String) -> SampleMessage {
        var copy = self
        copy.text = text.replacing(old, with: new)
        return copy
    }
}
