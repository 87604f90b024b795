import Foundation

/// How much longer than usual tests wait for what must come about: 1, or what `VAXEL_TEST_PATIENCE` says.
///
/// For limits that only keep a test from hanging: under the thread sanitizer everything takes ten times as long.
package enum Patience {
    /// By how much such a limit is multiplied.
    package static let factor = max(
        ProcessInfo.processInfo.environment["VAXEL_TEST_PATIENCE"].flatMap { Int($0) } ?? 1, 1)
}
