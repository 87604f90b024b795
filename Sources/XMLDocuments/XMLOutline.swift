/// The elements of a document, flat, in the order of their start tags.
package struct XMLOutline: Sendable {
    /// An element and where it stands.
    package struct Element: Sendable {
        /// The name without prefix, as a range of the outline's text.
        package let name: Range<Int>
        /// The place of its namespace among those that the outliner knows; nil in another or in none.
        package let namespace: UInt8?
        /// The line where its start tag ends, counted from 1.
        package let line: Int
        /// Whether it has attributes; namespace declarations and hints to schemas are none.
        package let hasAttributes: Bool
        /// Whether text stands between the elements in it.
        package internal(set) var hasStrayText = false
        /// The elements directly in it.
        package internal(set) var children = 0
        /// The place of the first element behind it and all in it.
        package internal(set) var next: Int
        /// Its text, as a range of the outline's; empty when there are elements in it.
        package internal(set) var text: Range<Int>

        init(name: Range<Int>, namespace: UInt8?, line: Int, hasAttributes: Bool, around: Int) {
            self.name = name
            self.namespace = namespace
            self.line = line
            self.hasAttributes = hasAttributes
            next = around
            text = name.upperBound..<name.upperBound
        }
    }

    /// The elements, each before those in it; the first is the outermost.
    package internal(set) var elements: [Element] = []
    /// The names and texts of all elements in UTF-8, references resolved.
    package internal(set) var text: [UInt8] = []

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }
}
