/// Finds the name that somebody probably meant.
package enum NearestName {
    /// The known name with the fewest edits to the given one; nil when more than half of it would have to change.
    package static func of(_ name: String, among known: [String]) -> String? {
        let ranked = known.map { (name: $0, distance: distance(Array(name.lowercased()), Array($0.lowercased()))) }
        guard let nearest = ranked.min(by: { $0.distance < $1.distance }), nearest.distance * 2 <= max(name.count, 2)
        else {
            return nil
        }
        return nearest.name
    }

    /// Levenshtein's distance: how many characters to insert, remove or exchange.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let cost = character == other ? diagonal : min(diagonal, row[j], row[j + 1]) + 1
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[right.count]
    }
}
