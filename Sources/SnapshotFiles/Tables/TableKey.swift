/// What an entry of a table is found by: 16 bytes, as two numbers.
///
/// Keys are ordered as numbers of 128 bits. They need not be random: the filter mixes them itself.
package struct TableKey: Hashable, Comparable, Sendable {
    /// The upper half, which decides the order first.
    package let high: UInt64
    /// The lower half.
    package let low: UInt64

    /// Puts a key together from its halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A key that is a single number, for tables by sequence number; its upper half is 0.
    package init(_ low: UInt64) {
        self.init(high: 0, low: low)
    }

    package static func < (left: TableKey, right: TableKey) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
