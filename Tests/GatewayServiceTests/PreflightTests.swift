import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import GatewayService

/// Who runs the gateway: root is warned, and does not listen beyond this machine.
struct PreflightTests {
    private let loopback = Configuration.Listen(address: "127.0.0.1", port: 8480, isAllowedBeyondLoopback: false)
    private let wide = Configuration.Listen(address: "0.0.0.0", port: 8480, isAllowedBeyondLoopback: true)

    @Test func `root is warned`() throws {
        #expect(try Preflight.judgeUser(0, loopback, in: "gw").count == 1)
    }

    @Test func `root does not listen beyond this machine, whatever the configuration says`() {
        #expect(throws: ConfigurationFault.self) { try Preflight.judgeUser(0, wide, in: "gw") }
    }

    @Test func `a user of its own is left in peace`() throws {
        #expect(try Preflight.judgeUser(1000, loopback, in: "gw").isEmpty)
        #expect(try Preflight.judgeUser(1000, wide, in: "gw").isEmpty)
    }

    @Test func `the folder of the TLS proxy's socket belongs to nobody else`() throws {
        let folder = TemporaryFolder()
        let socket = Configuration.ProxySocket(path: "\(folder.path)/run/gateway.sock", proxy: .current)
        #expect(throws: ConfigurationFault.self) { try socket.expectSafeFolder() }
        try FileBytes.makeFolder("\(folder.path)/run", mode: 0o700)
        try socket.expectSafeFolder()
        for mode in [0o770, 0o707] as [mode_t] {
            chmod("\(folder.path)/run", mode)
            #expect(throws: ConfigurationFault.self) { try socket.expectSafeFolder() }
        }
    }
}
