@testable import GatewayService
import HTTPTransport
import LinuxSystem
import Messages
import Queues
import SampleWorld
import Telemetry
import Testing

/// What `vaxel.json` may say, and what is said about what it may not.
struct ConfigurationTests {
    /// The least that is a configuration, with members put into it.
    private func text(_ members: String = "", listen: String = #""port": 8480"#) -> String {
        """
        { "listen": { \(listen) }, "sourceSystemHSAId": "SE0000000001-VAXEL",
          "publisher1177": { "url": "http://127.0.0.1:8481" }\(members.isEmpty ? "" : ", \(members)") }
        """
    }

    private func read(_ text: String) throws -> Configuration {
        try Configuration(bytes: Array(text.utf8), file: "/etc/vaxel/vaxel.json")
    }

    private func fault(_ text: String) throws -> ConfigurationFault {
        try #require(#expect(throws: ConfigurationFault.self) { try read(text) })
    }

    // MARK: What is read

    @Test func `the least configuration has the defaults of the contract`() throws {
        let configuration = try read(text())
        #expect(configuration.listen.address == "127.0.0.1")
        #expect(configuration.listen.port == 8480)
        #expect(configuration.data == "/etc/vaxel/data")
        #expect(configuration.directory == "/etc/vaxel/directory.json")
        #expect(configuration.credentials == "/etc/vaxel/credentials.json")
        #expect(configuration.sourceSystem == .gateway)
        #expect(configuration.publisher.endpoint == .tcp(host: "127.0.0.1", port: 8481))
        #expect(configuration.publisher.firstRetry == 5)
        #expect(configuration.publisher.longestRetry == 900)
        #expect(
            configuration.delivery == .init(firstRetry: 5, longestRetry: 900, attempts: 20, hours: 48, unanswered: 20))
        #expect(configuration.receipts == .init(applicationMinutes: 30, kvittensShortestMinutes: 0))
        #expect(configuration.bodiesInFlight == 256)
        #expect(configuration.backlog == BacklogLimits(perUnit: 1_000_000))
        #expect(configuration.journal == .init(segment: 64, snapshotRecords: 100_000, floor: nil))
        #expect(configuration.logLevel == .info)
    }

    @Test func `every key is read`() throws {
        let configuration = try read(
            """
            { "listen": { "address": "10.0.0.1", "port": 0, "beyondLoopback": true }, "acceptUnencryptedTraffic": true,
              "data": "/var/lib/vaxel", "directory": "d.json", "credentials": "sub/c.json",
              "sourceSystemHSAId": "SE1-V",
              "publisher1177": { "url": "http://[::1]:99/", "firstRetrySeconds": 1, "longestRetrySeconds": 2 },
              "delivery": { "firstRetrySeconds": 3, "longestRetrySeconds": 4, "attempts": 5, "hours": 6, "unanswered": 9 },
              "receipts": { "applicationMinutes": 7, "kvittensShortestMinutes": 8 },
              "limits": { "bodiesInFlightMiB": 17, "backlog": 18, "backlogOfUnits": { "SE0000000002-SOC1": 19 } },
              "journal": { "segmentMiB": 32, "floorMiB": 33, "snapshotRecords": 1000 },
              "retention": { "payloadDays": 9, "headDays": 10 }, "log": "debug" }
            """)
        #expect(configuration.listen == .init(address: "10.0.0.1", port: 0, isAllowedBeyondLoopback: true))
        #expect(configuration.data == "/var/lib/vaxel")
        #expect(configuration.directory == "/etc/vaxel/d.json")
        #expect(configuration.credentials == "/etc/vaxel/sub/c.json")
        #expect(configuration.sourceSystem == .sample("SE1-V"))
        #expect(configuration.publisher.endpoint == .tcp(host: "::1", port: 99))
        #expect(configuration.publisher.firstRetry == 1)
        #expect(configuration.publisher.longestRetry == 2)
        #expect(configuration.delivery == .init(firstRetry: 3, longestRetry: 4, attempts: 5, hours: 6, unanswered: 9))
        #expect(configuration.receipts == .init(applicationMinutes: 7, kvittensShortestMinutes: 8))
        #expect(configuration.bodiesInFlight == 17)
        let limited = try #require(UnitID("SE0000000002-SOC1"))
        #expect(configuration.backlog == BacklogLimits(perUnit: 18, units: [limited: 19]))
        #expect(configuration.journal == .init(segment: 32, snapshotRecords: 1000, floor: 33))
        #expect(configuration.retention == .init(payloadDays: 9, headDays: 10))
        #expect(configuration.logLevel == .debug)
    }

    @Test func `the TLS proxy's socket is read with the user that the proxy runs as`() throws {
        let named = try read(
            text(listen: #""port": 1, "unixSocket": { "path": "/run/vaxel/gateway.sock", "proxyUser": "root" }"#))
        #expect(named.listen.proxySocket?.path == "/run/vaxel/gateway.sock")
        #expect(named.listen.proxySocket?.proxy.id == 0)
        let numbered = try read(text(listen: #""port": 1, "unixSocket": { "path": "g.sock", "proxyUid": 0 }"#))
        #expect(numbered.listen.proxySocket?.path == "/etc/vaxel/g.sock")
        #expect(numbered.listen.proxySocket?.proxy.id == 0)
    }

    @Test(arguments: [
        (#"{ "path": "/s" }"#, "/listen/unixSocket"),
        (#"{ "path": "/s", "proxyUid": 0, "proxyUser": "root" }"#, "/listen/unixSocket"),
        (#"{ "proxyUid": 0 }"#, "/listen/unixSocket/path"),
        (#"{ "path": "/s", "proxyUser": "nobody-of-this-name" }"#, "/listen/unixSocket/proxyUser"),
        (#"{ "path": "/s", "proxyUid": 4000000123 }"#, "/listen/unixSocket/proxyUid"),
        (#"{ "path": "/s", "proxyUid": -1 }"#, "/listen/unixSocket/proxyUid"),
        (#"{ "path": "/s", "proxyUid": 0, "mode": "0666" }"#, "/listen/unixSocket/mode"),
    ])
    func `a socket without a path or without one known user is refused`(socket: String, path: String) throws {
        #expect(try fault(text(listen: #""port": 1, "unixSocket": \#(socket)"#)).path == path)
    }

    @Test func `a path too long for a socket is refused`() throws {
        let long = "/" + String(repeating: "x", count: 107)
        let socket = #""port": 1, "unixSocket": { "path": "\#(long)", "proxyUid": 0 }"#
        #expect(try fault(text(listen: socket)).path == "/listen/unixSocket/path")
    }

    @Test func `1177 may be reached over a proxy's socket`() throws {
        let configuration = try read(text().replacing("http://127.0.0.1:8481", with: "unix:/run/vaxel-1177/1177.sock"))
        #expect(configuration.publisher.endpoint == .unix("/run/vaxel-1177/1177.sock"))
    }

    @Test(arguments: [("debug", LogLevel.debug), ("info", .info), ("warning", .warning), ("error", .error)])
    func `a level of the log is called by its name`(name: String, level: LogLevel) throws {
        #expect(try read(text("\"log\": \"\(name)\"")).logLevel == level)
    }

    // MARK: Unknown keys

    @Test(arguments: [
        (#""dta": "x""#, "/dta", "data"),
        (#""Log": "x""#, "/Log", "log"),
        (#""delivery": { "attemps": 1 }"#, "/delivery/attemps", "attempts"),
        (#""receipts": { "applicationMinute": 1 }"#, "/receipts/applicationMinute", "applicationMinutes"),
        (#""limits": { "bodiesInFlightMib": 20 }"#, "/limits/bodiesInFlightMib", "bodiesInFlightMiB"),
        (#""journal": { "segmentMB": 64 }"#, "/journal/segmentMB", "segmentMiB"),
        (#""retention": { "payloadDay": 9 }"#, "/retention/payloadDay", "payloadDays"),
        (#""publisher1178": {}"#, "/publisher1178", "publisher1177"),
    ])
    func `an unknown key is an error that names the nearest known one`(
        members: String, path: String, nearest: String
    ) throws {
        let fault = try fault(text(members))
        #expect(fault.path == path)
        #expect(fault.detail.contains("unknown key; did you mean \"\(nearest)\"?"))
        #expect(fault.description.hasPrefix("/etc/vaxel/vaxel.json: \(path): "))
    }

    @Test func `unknown keys inside listen and publisher1177 are errors too`() throws {
        let listen = try fault(text(listen: #""port": 1, "adress": "127.0.0.1""#))
        #expect(listen.path == "/listen/adress")
        #expect(listen.detail.contains("\"address\""))
        let publisher = text().replacing(#""url""#, with: #""longestRetrySecond": 5, "url""#)
        #expect(try fault(publisher).path == "/publisher1177/longestRetrySecond")
    }

    @Test func `a key that is near to none is an error that lists the known ones`() throws {
        let detail = try fault(text(#""favouriteColour": 1"#)).detail
        #expect(detail.hasPrefix("unknown key. Known are: listen, data, "))
    }

    // MARK: Ranges and kinds

    @Test(arguments: [
        (#""receipts": { "applicationMinutes": 0 }"#, "/receipts/applicationMinutes"),
        (#""receipts": { "kvittensShortestMinutes": 1441 }"#, "/receipts/kvittensShortestMinutes"),
        (#""delivery": { "attempts": 0 }"#, "/delivery/attempts"),
        (#""delivery": { "attempts": 1001 }"#, "/delivery/attempts"),
        (#""delivery": { "hours": 0 }"#, "/delivery/hours"),
        (#""delivery": { "hours": 8761 }"#, "/delivery/hours"),
        (#""delivery": { "firstRetrySeconds": 0 }"#, "/delivery/firstRetrySeconds"),
        (#""delivery": { "longestRetrySeconds": 86401 }"#, "/delivery/longestRetrySeconds"),
        (#""delivery": { "attempts": "20" }"#, "/delivery/attempts"),
        (#""delivery": []"#, "/delivery"),
        (#""limits": { "bodiesInFlightMiB": 16 }"#, "/limits/bodiesInFlightMiB"),
        (#""limits": { "bodiesInFlightMiB": 65537 }"#, "/limits/bodiesInFlightMiB"),
        (#""journal": { "segmentMiB": 0 }"#, "/journal/segmentMiB"),
        (#""journal": { "segmentMiB": 1025 }"#, "/journal/segmentMiB"),
        (#""journal": { "snapshotRecords": 99 }"#, "/journal/snapshotRecords"),
        (#""retention": { "headDays": 0 }"#, "/retention/headDays"),
        (#""retention": { "payloadDays": 401 }"#, "/retention"),
        (#""journal": { "floorMiB": -1 }"#, "/journal/floorMiB"),
        (#""limits": { "backlog": 0 }"#, "/limits/backlog"),
        (#""limits": { "backlogOfUnits": { "SE1-A": 0 } }"#, "/limits/backlogOfUnits/SE1-A"),
        (#""limits": { "backlogOfUnits": { "å": 1 } }"#, "/limits/backlogOfUnits/å"),
        (#""limits": { "backlogOfUnits": { "SE1-A": 1, "se1-a": 2 } }"#, "/limits/backlogOfUnits/se1-a"),
        (#""delivery": { "unanswered": 0 }"#, "/delivery/unanswered"),
        (#""log": "verbose""#, "/log"),
        (#""data": """#, "/data"),
        (#""data": 1"#, "/data"),
        (#""acceptUnencryptedTraffic": "yes""#, "/acceptUnencryptedTraffic"),
    ])
    func `a value out of its range or of another kind is an error at its place`(members: String, path: String) throws {
        #expect(try fault(text(members)).path == path)
    }

    @Test(arguments: ["listen", "sourceSystemHSAId", "publisher1177"])
    func `what must be there is asked for`(name: String) throws {
        let absent = try self.fault(
            text().replacing(try Regex("\"\(name)\": (\"[^\"]*\"|\\{[^}]*\\})"), with: "\"data\": \"d\""))
        #expect(absent.path == "/\(name)")
        #expect(absent.detail.hasPrefix("is missing"))
    }

    @Test(arguments: [#""port": -1"#, #""port": 65536"#, #""address": "127.0.0.1""#])
    func `a port is a port`(listen: String) throws {
        #expect(try fault(text(listen: listen)).path == "/listen/port")
    }

    @Test(arguments: ["https://127.0.0.1:1", "127.0.0.1:1", "http://127.0.0.1", "http://a:1/x", "http://a:0"])
    func `the publishing service is an address of plain HTTP on this machine's side of a proxy`(url: String) throws {
        let fault = try fault(text().replacing("http://127.0.0.1:8481", with: url))
        #expect(fault.path == "/publisher1177/url")
    }

    @Test(arguments: ["", "[]", "{", "{\"listen\": 1, \"listen\": 2}"])
    func `what is no object of JSON is an error and not a crash`(text: String) throws {
        #expect(try !fault(text).detail.isEmpty)
    }

    // MARK: Beyond loopback

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
    func `loopback needs no permission`(address: String) throws {
        #expect(try read(text(listen: "\"address\": \"\(address)\", \"port\": 1")).listen.isLoopback)
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func `anything wider must be said twice`(here: Bool, there: Bool) throws {
        let text = text(
            "\"acceptUnencryptedTraffic\": \(there)",
            listen: "\"address\": \"0.0.0.0\", \"port\": 1, \"beyondLoopback\": \(here)")
        if here, there {
            #expect(try read(text).listen.isAllowedBeyondLoopback)
        } else {
            #expect(try fault(text).path == "/listen/address")
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "example.org", "127.0.0.1.example.org"])
    func `any address but loopback is wider`(address: String) throws {
        #expect(try fault(text(listen: "\"address\": \"\(address)\", \"port\": 1")).path == "/listen/address")
    }
}
