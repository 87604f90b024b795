import Foundation

/// The checkout these tests look at: its files as text, found from where this file was compiled.
enum Repository {
    /// The top of the checkout.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// One file of the checkout.
    struct SourceFile: CustomStringConvertible {
        /// The path from the top: `Sources/Queues/Limits.swift`.
        let path: String
        let text: String
        let lines: [Substring]

        init(path: String, text: String) {
            self.path = path
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        }

        /// The name of the room or of the tests: the second part of the path.
        var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
        var description: String { path }
    }

    /// Every Swift file below a folder of the checkout, in order of path.
    static func swiftFiles(below folder: String) throws -> [SourceFile] {
        let start = root.appendingPathComponent(folder)
        let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            SourceFile(
                path: "\(folder)/\(path)",
                text: try String(contentsOf: start.appendingPathComponent(path), encoding: .utf8))
        }
    }

    /// A text file of the checkout.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
