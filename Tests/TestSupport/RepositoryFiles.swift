package import Foundation

/// The files of the repository that tests read.
package enum RepositoryFiles {
    /// The top folder.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The names of the files in a folder, sorted, hidden ones left out.
    package static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The bytes of a file.
    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: path)))
    }

    /// The folder of reference material that is not part of the repository; nil where there is none.
    package static let corpus = ProcessInfo.processInfo.environment["VAXEL_CORPUS"].flatMap { path in
        path.isEmpty ? nil : URL(filePath: path)
    }
}
