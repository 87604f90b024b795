import Foundation
import LinuxSystem
import Testing
import TestSupport

struct SystemClockTests {
    /// Seconds that the machine of a test seems to have slept.
    private static let sleep = 100_000

    @Test func `the clocks go forwards`() {
        let clock = SystemClock.system
        let before = (clock.bootNanoseconds(), clock.wallMicroseconds())
        #expect(clock.bootNanoseconds() >= before.0)
        #expect(before.1 > 1_700_000_000_000_000)
    }

    @Test func `the boot clock shows for how long the machine has been up`() throws {
        let before = try Self.uptime()
        let shown = Double(SystemClock.system.bootNanoseconds()) / 1e9
        let after = try Self.uptime()
        // The file tells hundredths.
        #expect(shown > before - 0.02 && shown < after + 0.02)
    }

    /// Runs the test above where the time asleep differs, as far as the system lets it: there the clock that stands still while
    /// the machine sleeps would show something else.
    @Test(.enabled("needs root and time namespaces") { await Self.canSleep() })
    func `the boot clock counts the time asleep`() async throws {
        let end = try await Self.asleep(
            [CommandLine.arguments[0], "--testing-library", "swift-testing", "--filter", "the boot clock shows"])
        #expect(end.status == 0, "\(end.output.suffix(1_000)) \(end.errors.suffix(1_000))")
        #expect((end.output + end.errors).contains("1 test"), "\(end.output.suffix(1_000)) \(end.errors.suffix(1_000))")
    }

    private static func uptime() throws -> Double {
        let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
        return try #require(text.split(separator: " ").first.flatMap { Double($0) })
    }

    private static func asleep(_ command: [String]) async throws -> BuiltProgram.End {
        let unshare = try #require(MachineProgram("unshare"))
        return try await unshare.run(["--time", "--boottime", "\(sleep)", "--"] + command)
    }

    private static func canSleep() async -> Bool {
        guard getuid() == 0, MachineProgram("unshare") != nil else { return false }
        return (try? await asleep(["true"]))?.status == 0
    }
}
