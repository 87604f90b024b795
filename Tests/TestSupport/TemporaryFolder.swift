internal import Foundation
internal import LinuxSystem

/// A folder of a test's own, gone when the last reference goes.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        let name = "vaxel-test-" + String(SystemRandom.uint64(), radix: 16)
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
