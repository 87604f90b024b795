import Foundation
import Testing

/// The data that nobody here wrote: a test that needs it says "skipped" without it, but not where it is required.
struct CorpusTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test(.enabled(if: environment["VAXEL_REQUIRE_CORPUS"] == "1", "VAXEL_REQUIRE_CORPUS is not 1"))
    func `where the corpus is required it is there`() throws {
        let path = try #require(Self.environment["VAXEL_CORPUS"], "VAXEL_CORPUS is not set, so tests were skipped")
        for part in ["riv-ta/getcareplans", "identifiers/test-vectors.tsv"] {
            #expect(FileManager.default.fileExists(atPath: "\(path)/\(part)"), "\(part) is missing in the corpus")
        }
    }
}
