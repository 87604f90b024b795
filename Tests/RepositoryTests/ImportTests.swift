import Foundation
import Testing

/// The walls between the rooms: an import that the manifest does not name is refused here, since the compiler's own
/// check lets transitive imports through.
struct ImportTests {
    /// Modules of the platform and who may use them.
    ///
    /// Nothing else from outside is allowed anywhere.
    private static let platform: [String: @Sendable (Repository.SourceFile) -> Bool] = [
        "Foundation": { _ in true },
        "Synchronization": { _ in true },
        "Dispatch": { _ in true },
        "Glibc": { $0.room == "LinuxSystem" || $0.path.hasPrefix("Tests/") },
        "Testing": { $0.path.hasPrefix("Tests/") },
    ]

    private static func imports(of file: Repository.SourceFile) -> [String] {
        file.lines.filter { $0.contains("import ") }.compactMap { line in
            line.firstMatch(
                of:
                    /^(?:@\w+ )*(?:(?:package|internal|private|fileprivate|public) )?import (?:(?:struct|enum|func|class|protocol|var|let) )?(\w+)/
            ).map { String($0.output.1) }
        }
    }

    @Test func `every import is a door of the manifest`() throws {
        let manifest = try Manifest()
        #expect(manifest.entries.count > 20, "the manifest's table was not understood")
        for file in try Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
            let doors = try #require(manifest.doors(of: file.room), "\(file) stands in no room of the manifest")
            for module in Self.imports(of: file) where !doors.contains(module) {
                let allowed = Self.platform[module]?(file) ?? false
                #expect(allowed, "\(file) imports \(module), which is no door of \(file.room)")
            }
        }
    }

    @Test func `every door of the manifest is used`() throws {
        let files = try Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests")
        let used = Dictionary(grouping: files, by: \.room).mapValues { Set($0.flatMap(Self.imports(of:))) }
        for entry in try Manifest().entries {
            let unused = entry.doors.subtracting(used[entry.name] ?? [])
            #expect(unused.isEmpty, "\(entry.name) opens doors that it does not use: \(unused.sorted())")
        }
    }

    @Test func `a room names only rooms above it`() throws {
        var above: Set<String> = []
        for entry in try Manifest().entries {
            let below = entry.doors.subtracting(above)
            #expect(below.isEmpty, "\(entry.name) names rooms that stand below it: \(below.sorted())")
            above.insert(entry.name)
        }
    }
}
