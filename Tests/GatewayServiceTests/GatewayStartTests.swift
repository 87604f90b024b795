import GatewayService
import LinuxSystem
import TestSupport
import Testing

/// What a start sets for the whole process before it opens anything.
struct GatewayStartTests {
    private let temporary = TemporaryFolder()

    @Test func `a gateway lets only its owner read what it makes, and leaves no core dumps`() async throws {
        let folder = temporary.path + "/gateway"
        try StarterFolder.write(to: folder, port: 0, publisherPort: 9)
        ProcessSettings.setUmask(0o022)
        let gateway = try await Gateway.start(try Configuration(file: "\(folder)/vaxel.json"))
        #expect(ProcessSettings.setUmask(0o077) == 0o077)
        #expect(!ProcessSettings.isDumpable)
        for path in ["data", "data/journal", "data/journal/log", "data/dead-letters"] {
            #expect(try FileMetadata.of("\(folder)/\(path)")?.permissions == 0o700, "\(path)")
        }
        for name in try FileBytes.names(in: "\(folder)/data/journal/log") where name.hasSuffix(".seg") {
            #expect(try FileMetadata.of("\(folder)/data/journal/log/\(name)")?.permissions == 0o600)
        }
        await gateway.stop()
    }
}
