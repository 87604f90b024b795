internal import Digests
internal import MessageFormats
internal import Messages

/// One line of the trail: a JSON object whose last member seals it, and all lines before it.
///
/// ```
/// {"sequence":7,"at":"2026-11-22T08:15:00Z","action":"payload-read", … ,"chain":"64 digits"}
/// ```
///
/// `chain` is the SHA-256, in small hexadecimal digits, of the chain of the line before (64 zeros before the first) and
/// this line's bytes without the member `chain`, so that anyone can check it with a shell and `sha256sum`.
struct AuditLine: Hashable {
    /// Counts the trail's lines from 1, over all files.
    let sequence: UInt64
    /// The seal, 64 digits.
    let chain: String
    /// The line without its seal: what is hashed.
    let text: [UInt8]

    /// The chain before the first line.
    static let beginning = String(repeating: "0", count: 64)

    private static let opening = Array("{\"sequence\":".utf8)
    private static let seal = Array(",\"chain\":\"".utf8)
    private static let ending = Array("\"}".utf8)

    /// Seals an event behind another line.
    init(_ event: AuditEvent, sequence: UInt64, after previous: String) {
        self.sequence = sequence
        text = APIDocument(root: "entry", event.value(sequence: sequence)).bytes(as: .json)
        chain = Self.chain(of: text, after: previous)
    }

    /// Reads a line without its line feed; nil when it is none of this form.
    ///
    /// Whether its chain is right is not looked at.
    init?(_ line: some Collection<UInt8>) {
        let line = Array(line)
        let sealLength = Self.seal.count + 64 + Self.ending.count
        guard line.starts(with: Self.opening), line.count > Self.opening.count + sealLength else { return nil }
        let tail = line.suffix(sealLength)
        let digits = tail.dropFirst(Self.seal.count).prefix(64)
        guard tail.starts(with: Self.seal), tail.suffix(Self.ending.count).elementsEqual(Self.ending),
            digits.allSatisfy(Self.isSmallHexDigit),
            let sequence = Self.number(in: line.dropFirst(Self.opening.count))
        else { return nil }
        self.sequence = sequence
        chain = String(decoding: digits, as: UTF8.self)
        text = line.dropLast(sealLength) + [UInt8(ascii: "}")]
    }

    /// The line as it stands in the file, with its line feed.
    var bytes: [UInt8] {
        text.dropLast() + Self.seal + Array(chain.utf8) + Self.ending + [UInt8(ascii: "\n")]
    }

    /// Whether it is what was written behind a line of that chain.
    func follows(_ previous: String) -> Bool {
        chain == Self.chain(of: text, after: previous)
    }

    /// The place of a broken line that this one tells of; nil when it tells of none.
    var toldBreak: String? {
        guard let value = try? APIDocument.read(text, as: .json),
            value["action"]?.text == AuditEvent.Action.chainBroken.rawValue
        else { return nil }
        return value["reason"]?.text
    }

    private static func chain(of text: [UInt8], after previous: String) -> String {
        HexText.of(SHA256.hash(Array(previous.utf8) + text))
    }

    private static func number(in bytes: some Collection<UInt8>) -> UInt64? {
        UInt64(String(decoding: bytes.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self))
    }

    private static func isSmallHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}

extension AuditEvent {
    /// The event as the members of its line, but for the seal; what is not known is left out.
    fileprivate func value(sequence: UInt64) -> APIValue {
        var members: [(String, APIValue)] = [
            ("sequence", .integer(Int(clamping: sequence))), ("at", .text(at.rfc3339)),
            ("action", .text(action.rawValue)), ("system", .text(system.text)),
        ]
        if let who { members.append(("who", .text(who))) }
        if !units.isEmpty { members.append(("units", .list(item: "unit", units.map { .text($0.name) }))) }
        if let message { members.append(("messageId", .text(message.description))) }
        if let delivery { members.append(("deliveryId", .text(delivery))) }
        if let period { members += [("from", .text(period.from.rfc3339)), ("to", .text(period.to.rfc3339))] }
        if let reason { members.append(("reason", .text(reason))) }
        if let requestID { members.append(("requestId", .text(requestID))) }
        return .object(members)
    }
}
