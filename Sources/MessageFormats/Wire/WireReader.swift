import Messages
import XMLDocuments

/// Brings the bytes of a body onto a tape: the character set first, then the syntax.
///
/// `@unchecked Sendable`: it is never used by two tasks at once, for `WireReaders`, which alone makes readers, lends each out
/// to one call at a time and takes it back under a lock; nothing in it belongs to a thread.
final class WireReader: @unchecked Sendable {
    /// The place of the namespace of messages among those that nodes tell.
    static let messageNamespace: UInt8 = 0
    /// The namespaces that nodes tell, in their places.
    static let namespaces = [MessageNamespace.uri, APIDocument.Namespace.api.rawValue]
    private static let namespaceBytes = namespaces.map { Array($0.utf8) }

    /// The names whose numbers the nodes have.
    let names: NameTable
    /// The values of the text that was read last.
    var tape = WireTape()
    private let outliner = XMLOutliner(namespaces: namespaces)

    init(names: NameTable) {
        self.names = names
    }

    /// Reads a text, without asking what it means.
    ///
    /// - Throws: What is wrong with the bytes or the syntax, with the line; by codes `VX-10xx`.
    func read(_ bytes: [UInt8], as form: WireForm, charset: String?) throws(Rejection) {
        switch form {
        case .json:
            try JSONParser.parse(Charset.utf8(ofJSON: bytes, httpCharset: charset), names: names, onto: &tape)
        case .xml:
            let utf8 = try Charset.utf8(ofXML: bytes, httpCharset: charset)
            let isPlain = PlainXML.read(
                utf8, names: names, namespaces: Self.namespaceBytes, limits: XMLLimits(), onto: &tape)
            if !isPlain { try readByLibrary(utf8) }
        }
    }

    /// Reads XML in UTF-8 by libxml2, which knows all of XML and says what is wrong.
    func readByLibrary(_ utf8: [UInt8]) throws(Rejection) {
        do {
            try outliner.read(utf8)
        } catch {
            throw Self.rejection(of: error)
        }
        tape.take(outliner.outline, names: names)
    }

    private static func rejection(of failure: XMLFailure) -> Rejection {
        switch failure {
        case .empty: Rejection(.emptyBody)
        case .malformed(let line): Rejection(Problem(.xmlNotWellFormed, line: line))
        case .forbiddenCharacter(let line): Rejection(Problem(.forbiddenCharacter, line: line))
        case .doctype(let line): Rejection(Problem(.xmlDoctype, line: line))
        case .undeclaredEntity(let line): Rejection(Problem(.xmlReferenceForbidden, line: line))
        case .tooDeep(let line): Rejection(Problem(.xmlTooDeep, line: line))
        case .startTagTooLarge(let line): Rejection(Problem(.xmlTooManyAttributes, line: line))
        case .tooLarge: Rejection(.xmlTooLarge)
        }
    }
}
