/// A key of a table with the bytes that belong to it.
package struct TableEntry: Hashable, Sendable {
    /// What the entry is found by.
    package let key: TableKey
    /// Bytes that the caller alone understands, up to `TableEntry.longestValue` of them; none are a value too.
    package let value: [UInt8]

    /// Bytes that a value may have: 16 MiB.
    package static let longestValue = Limits.valueBytes

    /// Takes a key and its value.
    package init(key: TableKey, value: [UInt8]) {
        precondition(value.count <= Limits.valueBytes, "a table's value has at most 16 MiB")
        self.key = key
        self.value = value
    }
}
