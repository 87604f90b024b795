/// A reading that goes on with each piece it is fed, as a parser's is.
package protocol PieceReading: Equatable {
    mutating func feed(_ piece: ArraySlice<UInt8>)
}

extension RequestReading: PieceReading {}
extension ResponseReading: PieceReading {}

/// The ways of cutting bytes into the pieces that a network may deliver.
package enum Cuts {
    /// Bytes up to which every place is tried; in longer ones, those around line ends and some evenly spread.
    private static let allPlaces = 500

    /// The first way of cutting the bytes that reads otherwise than the whole: as they are, byte by byte, in two at
    /// any place, and, up to so many bytes, in three at any two places.
    ///
    /// - Parameters:
    ///   - bytes: what is read.
    ///   - limit: bytes up to which each pair of places is tried; the number of ways grows with their square.
    ///   - start: a reading of nothing.
    /// - Returns: where it is cut; nil when all readings are the same.
    package static func firstDifference<Reading: PieceReading>(
        _ bytes: [UInt8], pairsUpTo limit: Int = 0, from start: Reading
    ) -> [Int]? {
        var whole = start
        whole.feed(bytes[...])
        var singles = start
        for place in bytes.indices { singles.feed(bytes[place...place]) }
        guard singles == whole else { return Array(bytes.indices) }
        for first in places(in: bytes) {
            var head = start
            head.feed(bytes[..<first])
            var two = head
            two.feed(bytes[first...])
            guard two == whole else { return [first] }
            guard bytes.count <= limit else { continue }
            for second in bytes.indices[first...] {
                var three = head
                three.feed(bytes[first..<second])
                three.feed(bytes[second...])
                guard three == whole else { return [first, second] }
            }
        }
        return nil
    }

    private static func places(in bytes: [UInt8]) -> [Int] {
        guard bytes.count > allPlaces else { return Array(bytes.indices) }
        let lineEnds = bytes.indices.filter { bytes[max(0, $0 - 1)] == UInt8(ascii: "\n") }.prefix(20)
        let around = lineEnds.flatMap { [$0 - 2, $0 - 1, $0, $0 + 1] }.filter(bytes.indices.contains)
        return around + stride(from: 1, to: bytes.count, by: bytes.count / 20)
    }
}
