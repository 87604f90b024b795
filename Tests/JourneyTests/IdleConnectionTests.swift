import Foundation
import GatewayService
import LinuxSystem
import TestSupport
import Testing

/// What a client costs that has connected and says nothing.
///
/// `make bench-idle` runs this with ten thousand.
@Suite(.serialized)
struct IdleConnectionTests {
    /// Bytes that an idle connection may cost in the memory of the server.
    private static let allowed = 8_192
    /// Connections that are opened first, so that what grows once is not counted.
    private static let warmUp = 200

    @Test(arguments: IdleClients.Habit.allCases)
    func `an idle connection costs the server at most 8 KiB`(habit: IdleClients.Habit) async throws {
        let folder = TemporaryFolder()
        try StarterFolder.write(to: "\(folder.path)/gateway", port: 0, publisherPort: 1)
        let program = try await BuiltProgram.start(
            "vaxel", ["serve", "--config", "\(folder.path)/gateway/vaxel.json"], log: "\(folder.path)/log")
        try ProcessSettings.raiseOpenFileLimit()
        let wanted = ProcessInfo.processInfo.environment["VAXEL_IDLE_CONNECTIONS"].flatMap { Int($0) } ?? 2_000
        let count = min(wanted, ProcessSettings.openFileLimit - 2 * Self.warmUp)

        let clients = try IdleClients(port: program.port)
        try clients.open(Self.warmUp, .afterOneRequest)
        try clients.awaitAccepted()
        let (memory, kernel) = (try program.memory, Self.kernelMemory)
        try clients.open(count - Self.warmUp, habit)
        try clients.awaitAccepted()
        let cost = (try program.memory - memory) / (count - Self.warmUp)
        let kernelCost = (Self.kernelMemory - kernel) / (count - Self.warmUp)
        print(
            "\(count) connections, \(habit.rawValue): \(cost) bytes each in the server;",
            "the kernel of this machine grew by \(kernelCost) for both ends")
        #expect(cost <= Self.allowed)
        _ = await program.end(SIGTERM)
    }

    /// Bytes that the kernel holds for its own objects, of all programs of the machine together.
    private static var kernelMemory: Int {
        let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        return ["Slab", "KernelStack"].reduce(0) { $0 + (ProcText.kibibytes($1, in: text) ?? 0) * 1_024 }
    }
}
