@testable import GatewayService
import LinuxSystem
import Messages
import SampleWorld
import Synchronization
import Telemetry
import TestSupport
import Testing

/// The directory held to what the queues have.
struct CurrentTablesTests {
    private let folder = TemporaryFolder()

    /// What the log says of a queue in which the social service and a stranger have deliveries.
    private func told(by tables: CurrentTables) async throws -> [String] {
        let scratch = try await ScratchQueue()
        let stranger = try #require(UnitID("SE0000000009-SOC9"))
        try await scratch.accept(
            try ValidSample.read("AdmissionNotice"), to: [Destination(.socialService), Destination(stranger)])
        try await scratch.accept(try ValidSample.read("GeneralMessage"), to: [Destination(stranger)], lane: "other")
        try await scratch.accept(
            try ValidSample.read("SipEstablished"), to: [.publisher1177], lane: "plan")
        let lines = Mutex<[String]>([])
        let log = Log(
            minimum: .error, sink: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
            now: { 0 })
        tables.tellOfUnitsMissing(from: scratch.queue, to: log)
        return lines.withLock { $0 }
    }

    @Test func `receipts that wait for a system to which none are pushed are told of with their number`() async throws {
        let path = "\(folder.path)/gateway"
        try StarterFolder.write(to: path, port: 0)
        let file = "\(path)/directory.json"
        let text = String(decoding: try FileBytes.read(file, atMost: 1 << 20), as: UTF8.self)
        let push = #""name": "ehr", "receipts": "push", "receiptsTo": { "url": "http://127.0.0.1:1" },"#
        try FileBytes.replace(file, with: Array(text.replacing(#""name": "ehr","#, with: push).utf8))
        let configuration = try Configuration(file: "\(path)/vaxel.json")
        let tables = CurrentTables(try DirectoryTables(configuration))
        #expect(tables.value.pushAddresses.keys.map(\.text) == ["ehr"])
        #expect(tables.value.receiptDestination(for: .ward, of: .ehr) == .receipts(of: .ehr))
        // It may not send for it, or not any more: what somebody else may see now is not pushed to it.
        #expect(tables.value.receiptDestination(for: .socialService, of: .ehr) == Destination(.socialService))
        #expect(tables.value.receiptDestination(for: .ward, of: .municipal) == Destination(.ward))
        let scratch = try await ScratchQueue()
        let receipt = try ValidSample.read("ReadReceipt")
        try await scratch.accept(receipt, to: [.receipts(of: .ehr)])
        try await scratch.accept(try ValidSample.read("ApplicationReceipt"), to: [.receipts(of: .municipal)])
        let lines = Mutex<[String]>([])
        let log = Log(
            minimum: .warning, sink: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
            now: { 0 })
        tables.tellOfReceiptsNotPushed(from: scratch.queue, to: log)
        #expect(lines.withLock { $0 }.map { $0.contains("queue=receipts:municipal depth=1") } == [true])
        // Another address alone is a change too.
        let elsewhere = push.replacing("127.0.0.1:1", with: "127.0.0.1:2")
        try FileBytes.replace(file, with: Array(text.replacing(#""name": "ehr","#, with: elsewhere).utf8))
        #expect(try DirectoryTables(configuration).changes(since: tables.value).systems.text == "+0/-0/~1")
        // With the next directory the other waits too.
        try FileBytes.replace(file, with: Array(text.utf8))
        #expect(tables.reload(configuration, queue: scratch.queue, log: log) == nil)
        let told = lines.withLock { $0 }.dropFirst()
        #expect(told.count == 2 && told.first?.contains("receipts-not-pushed queue=receipts:ehr depth=1") == true)
    }

    @Test func `a unit that has deliveries and is not in the directory is told of with its depth, and no other`()
        async throws
    {
        try StarterFolder.write(to: "\(folder.path)/gateway", port: 0)
        let tables = CurrentTables(try DirectoryTables(try Configuration(file: "\(folder.path)/gateway/vaxel.json")))
        let lines = try await told(by: tables)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        for part in ["error", "queue-without-unit", "unit=SE0000000009-SOC9", "depth=2"] {
            #expect(line.contains(part), "\(line)")
        }
    }
}
