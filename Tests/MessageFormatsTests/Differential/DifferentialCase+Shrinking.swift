extension DifferentialCase {
    /// The case without every member and item that a fault does not need.
    ///
    /// A whole message stays whole: without a member it would be broken, and rightly refused.
    func shrunk(while isFaulty: (DifferentialCase) throws -> Bool) rethrows -> DifferentialCase {
        guard isSameInBoth, !changes.allSatisfy(\.changesNothing) else { return self }
        var smallest = self
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for path in smallest.xmlTree.paths([]).reversed() {
                var candidate = smallest
                candidate.xmlTree = smallest.xmlTree.removing(path[...])
                candidate.jsonTree = candidate.xmlTree
                guard try isFaulty(candidate) else { continue }
                smallest = candidate
                isSmaller = true
                break
            }
        }
        return smallest
    }
}

extension TestTree {
    /// The places of all values but the outermost.
    fileprivate func paths(_ start: [Int]) -> [[Int]] {
        children.enumerated().flatMap { index, child in [start + [index]] + child.paths(start + [index]) }
    }
}
