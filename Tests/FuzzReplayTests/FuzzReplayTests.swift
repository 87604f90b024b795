import FuzzEntries
import TestSupport
import Testing

/// What the fuzzer once needed to get far, and what it found, through the same functions again.
struct FuzzReplayTests {
    private func files(_ kind: String, _ entry: FuzzEntry) -> [String] {
        let folder = "Tests/Fuzzing/\(kind)/\(entry.rawValue)"
        return RepositoryFiles.names(in: folder).map { "\(folder)/\($0)" }
    }

    @Test(arguments: FuzzEntry.allCases)
    func `corpus and findings of the fuzzer hold no finding`(entry: FuzzEntry) throws {
        let corpus = files("Corpus", entry)
        #expect(!corpus.isEmpty, "the corpus of \(entry.rawValue) was not found")
        for file in corpus + files("Findings", entry) {
            let finding = entry.finding(in: try RepositoryFiles.bytes(file))
            #expect(finding == nil, "\(file)")
        }
    }

    @Test(arguments: FuzzEntry.allCases)
    func `seeds and samples hold no finding`(entry: FuzzEntry) throws {
        for seed in entry.seeds { #expect(entry.finding(in: seed) == nil) }
        guard entry.readsMessages else { return }
        for folder in ["samples/valid", "samples/invalid", "samples/encodings"] {
            for name in RepositoryFiles.names(in: folder) {
                let finding = entry.finding(in: try RepositoryFiles.bytes("\(folder)/\(name)"))
                #expect(finding == nil, "\(folder)/\(name)")
            }
        }
    }
}
