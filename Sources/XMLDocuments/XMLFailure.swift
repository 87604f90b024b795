/// Why a document cannot be read.
///
/// Lines count from 1; no text of the document is in it.
package enum XMLFailure: Error, Hashable, Sendable {
    /// There is nothing but white space.
    case empty
    /// Not well-formed by XML 1.0, or cut off.
    case malformed(line: Int)
    /// A character that XML 1.0 forbids, as itself or as a reference. Source: XML 1.0 §2.2.
    case forbiddenCharacter(line: Int)
    /// A document type declaration begins. It is not read on.
    case doctype(line: Int)
    /// A reference to an entity that is not one of the five.
    case undeclaredEntity(line: Int)
    /// More levels than the limit.
    case tooDeep(line: Int)
    /// A start tag with more attributes or bytes than the limit.
    case startTagTooLarge(line: Int)
    /// More bytes or elements than the limit.
    case tooLarge
}
