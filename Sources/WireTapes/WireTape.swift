/// A text of XML or JSON as flat nodes in the order of the text: what stands where, before anyone asks what it means.
///
/// One tape serves many texts one after the other; its arrays keep their room, so that a text costs no memory of its own.
package struct WireTape: ~Copyable, Sendable {
    /// The values, a container before what is in it; the first is the outermost.
    package var nodes = TapeNodes()
    /// The bytes that names and values are ranges of, in UTF-8 with escapes and references resolved.
    package var text = TapeBytes()
    /// The names that the table of names does not have, as ranges of `text`; a node's `name` says which.
    package var otherNames: [Range<Int>] = []

    /// Makes an empty tape without room.
    package init() {}

    /// Takes the room of another tape, which is left with none.
    package init(takingRoomOf other: inout WireTape) {
        swap(&self, &other)
        removeAll()
    }

    /// Takes everything off and keeps the room.
    package mutating func removeAll() {
        nodes.removeAll()
        text.removeAll()
        if !otherNames.isEmpty { otherNames.removeAll(keepingCapacity: true) }
    }
}

extension WireTape {
    /// A value and where it stands.
    package struct Node: BitwiseCopyable, Sendable {
        /// What stands there.
        package enum Kind: UInt8, BitwiseCopyable, Sendable {
            /// A string of JSON.
            case string
            /// A number of JSON, as it is written.
            case number
            /// `true`, `false` and `null` of JSON.
            case `true`, `false`, null
            /// An object of JSON; a name may come twice.
            case object
            /// An array of JSON.
            case list
            /// An element of XML.
            case element
        }

        /// What stands there.
        package var kind: Kind
        /// Of an element whether it has attributes; namespace declarations and hints to schemas are none.
        package var hasAttributes = false
        /// Of an element whether text stands between the elements in it.
        package var hasStrayText = false
        /// Of an element the place of its namespace among those that are known; nil in another or in none.
        package var namespace: UInt8?
        /// The number of its name in the table of names, or by `WireTape.number(ofOtherName:)`; -1 without a name.
        package var name: Int32
        /// The line, counted from 1, where the value begins; of an element where its start tag ends.
        package var line: Int32
        /// The values directly in it.
        package var children: Int32 = 0
        /// The place of the first node behind it and all in it.
        package var next: Int32 = 0
        /// The place of its text in the tape's bytes.
        package var start: Int32 = 0
        /// The bytes of its text; 0 for containers and for elements with elements in them.
        package var length: Int32 = 0

        /// A value that has no text and nothing in it yet.
        @inlinable
        package init(_ kind: Kind, name: Int32, line: Int32) {
            self.kind = kind
            self.name = name
            self.line = line
        }

        /// The place of its text in the tape's bytes.
        @inlinable package var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
    }

    /// The number that a name has which is not in the table of names, by its place in `otherNames`.
    @inlinable
    package static func number(ofOtherName place: Int) -> Int32 { Int32(truncatingIfNeeded: -2 - place) }

    /// The place in `otherNames` of a name with a number; nil for a name of the table, and for none.
    @inlinable
    package static func placeOfOtherName(_ number: Int32) -> Int? { number < -1 ? -2 - Int(number) : nil }
}
