/// What a value of the API may be: one declaration, from which its JSON Schema follows.
package indirect enum Shape: Sendable {
    /// A definition of the message schemas, by its name: `Uuid`.
    case defined(String)
    /// A text of so many Unicode scalars, not all of them white space: what `APIObject.text` takes.
    case text(ClosedRange<Int>)
    /// A text of which nothing more is promised.
    case anyText
    /// A text that a regular expression describes whole.
    case pattern(String)
    /// One of these words.
    case word([String])
    /// A whole number within a range.
    case number(ClosedRange<Int>)
    /// A whole number from 0.
    case count
    case boolean
    /// A list; in XML its items are elements named `item`.
    case list(item: String, Shape, ClosedRange<Int>? = nil)
    /// An object, under its own name in the description.
    case object(ObjectShape)
    /// An object whose members depend on the message.
    case members
    /// Any of several.
    case either([Shape])
    /// A message as it was sent, written in the form of the answer.
    case message

    // MARK: Names of the contract

    /// A UUID in either case.
    package static let uuid = Shape.defined("Uuid")
    /// The HSA-id of a unit.
    package static let hsaID = Shape.defined("HsaId")
    /// A moment with its offset.
    package static let moment = Shape.defined("DateTime")
    /// A date, or a moment.
    package static let dateOrMoment = Shape.defined("When")
    /// An id that a system chooses itself: that of a case.
    package static let shortID = Shape.defined("ShortId")
    /// The id of a case as a segment of a path, which no control character may be in.
    package static let caseInPath = Shape.pattern("[^\\u0000-\\u001F\\u007F]{1,64}")
    /// The id of a delivery, which is also that of a dead letter.
    package static let deliveryID = Shape.pattern("(0|[1-9][0-9]{0,19})-(0|[1-9][0-9]{0,9})")
    /// The id of a lease.
    package static let leaseID = Shape.pattern("(0|[1-9][0-9]{0,19})-(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9})")
    /// A place in a list, which only the gateway can make: nothing is promised of its form.
    package static let cursor = Shape.anyText
    /// The name of a queue: a unit, the way to 1177, or that to a system whose receipts are pushed.
    package static let destination = Shape.either([
        .hsaID, .word(["publisher1177"]), .pattern("receipts:[a-z0-9_-]{1,64}"),
    ])
}
