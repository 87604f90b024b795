import Foundation

/// The manifest's table of rooms, read as text: each room with its doors, in the order of the table.
struct Manifest {
    struct Entry {
        let name: String
        let doors: Set<String>
    }

    let entries: [Entry]

    init() throws {
        let text = try Repository.text("Package.swift")
        let entry =
            /(?m)^ +(?:room|program|support|tests)\(\s*"(\w+)"(?:,\s*path:\s*"[^"]*")?(?:,\s*doors:\s*\[([^\]]*)\])?/
        let system =
            /(?m)^ +\.(?:systemLibrary|target)\(name: "(\w+)"(?:, path: "[^"]*")?(?:, dependencies: \[([^\]]*)\])?/
        let found =
            text.matches(of: entry).map { ($0.range.lowerBound, $0.output.1, $0.output.2) }
            + text.matches(of: system).map { ($0.range.lowerBound, $0.output.1, $0.output.2) }
        entries = found.sorted { $0.0 < $1.0 }.map { _, name, doors in
            Entry(name: String(name), doors: Set((doors ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }))
        }
    }

    func doors(of room: String) -> Set<String>? {
        entries.first { $0.name == room }?.doors
    }
}
