import Testing

/// The mutants of `make mutants` fit the sources: one that does not would prove nothing.
struct MutantTests {
    @Test func `every mutant still applies`() throws {
        var name = ""
        var file = ""
        var wanted: [Substring] = []
        var count = 0
        func judge() throws {
            guard !wanted.isEmpty else { return }
            let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false).map(trimmed)
            let places = lines.indices.filter { lines[$0...].starts(with: wanted) }
            #expect(places.count == 1, "\(name) fits \(file) at \(places.count) places")
            wanted = []
            count += 1
        }
        for line in try Repository.text("Tests/Mutants/mutants.txt").split(separator: "\n") {
            let text = trimmed(line.dropFirst(2))
            switch line.prefix(2) {
            case "==":
                try judge()
                name = String(text)
            case "@ ":
                try judge()
                file = String(text)
            case "- ": wanted.append(text)
            default: break
            }
        }
        try judge()
        #expect(count > 15, "the table was not understood")
    }

    private func trimmed(_ line: Substring) -> Substring {
        let start = line.drop { $0 == " " }
        return start[..<(start.lastIndex { $0 != " " }.map { start.index(after: $0) } ?? start.startIndex)]
    }
}
