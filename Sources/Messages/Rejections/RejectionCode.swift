/// A stable code for one way in which a request or a message can be wrong, with what every answer says about it.
///
/// The codes are the contract: `VX-NNNN` is a refusal, `VX-WNNN` a warning. A code is never used again for something else; a
/// test pins the list. Ranges: 10xx bytes and syntax, 11xx schema, 12xx rules, 13xx receivers and directory, 14xx identity and
/// rights, 15xx HTTP, 16xx queue, 17xx delivery (from 1760 the store), 19xx the gateway itself.
package struct RejectionCode: Sendable, CustomStringConvertible {
    /// Who can put it right.
    package enum Mender: String, Sendable {
        case sender, receiver, directory, gateway, `operator`
    }

    /// The code as it is answered: `VX-1042`.
    package let text: String
    /// The HTTP status of a refusal by this code; 202 for a warning, which refuses nothing.
    package let status: Int
    /// Who can put it right.
    package let mendBy: Mender
    /// What is wrong, in English, one sentence.
    package let english: String
    /// What is wrong, in Swedish, one sentence.
    package let swedish: String
    /// What to do about it, in English.
    package let advice: String

    /// Declares a code of the catalogue.
    init(
        _ text: String, _ status: Int, _ mendBy: Mender, _ english: String, _ swedish: String, advice: String
    ) {
        self.text = text
        self.status = status
        self.mendBy = mendBy
        self.english = english
        self.swedish = swedish
        self.advice = advice
    }

    /// Whether the code is a warning, which refuses nothing.
    package var isWarning: Bool { text.utf8.dropFirst(3).first == UInt8(ascii: "W") }

    package var description: String { text }

    /// The whole catalogue in the order of the codes, warnings last.
    package static let all: [RejectionCode] =
        bytesAndSyntax + schema + rules + receivers + rights + http + queue + delivery + operation + store + gateway
        + warnings

    /// The codes that nothing gives any more, and that stand in the catalogue so that they never mean something else.
    package static let resting: [RejectionCode] = [.schemaViolation, .internalError]

    /// The code of a text such as `VX-1042`; nil when the catalogue has none.
    package init?(text: String) {
        guard let code = Self.all.first(where: { $0.text == text }) else { return nil }
        self = code
    }
}

extension RejectionCode: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
