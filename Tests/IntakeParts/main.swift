// What the parts of an intake cost by themselves, in user time of the processor: reading, and storing.
// usage: IntakeParts XMLFILE JSONFILE FOLDER

import Digests
import Foundation
import LinuxSystem
import MessageFormats
import Messages
import Queues

/// User time of this process so far, in microseconds.
func userMicroseconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec) * 1e6 + Double(usage.ru_utime.tv_usec)
}

/// User microseconds of reading and validating a message once.
func reading(_ bytes: [UInt8], as form: WireForm) throws -> Double {
    let reader = MessageReader()
    _ = try reader.read(bytes, as: form)
    let count = 3_000
    let start = userMicroseconds()
    for _ in 0..<count { _ = try reader.read(bytes, as: form) }
    return (userMicroseconds() - start) / Double(count)
}

/// User microseconds of storing a message of some bytes durably, with so many callers at a time.
func storing(_ payload: [UInt8], callers: Int, in folder: String) async throws -> Double {
    let queue = try await MessageQueue.open(at: folder)
    guard let unit = UnitID("SE0000000002-SOC1"), let sender = UnitID("SE0000000001-AVD52") else { return 0 }
    let recipient = Recipient(
        destination: Destination(unit), name: "Socialtjänsten", why: "addressed", state: .queued)
    let store = { @Sendable (number: UInt64) async throws in
        _ = try await queue.accept(
            IncomingMessage(
                id: MessageID(UUIDBytes(high: 1, low: number)), transmissionID: nil,
                digest: Digest128(high: number, low: number), type: "AdmissionNotice", version: 1, senderUnit: sender,
                senderSystem: .gateway, caseID: CaseID("case\(number)"), lane: LaneKey(number),
                sentAt: Timestamp(microseconds: 1), recipients: [recipient], form: .xml,
                contentType: "application/xml", payload: payload))
    }
    let perCaller = 12_800 / callers
    let start = userMicroseconds()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<callers {
            group.addTask {
                for number in 0..<perCaller { try await store(UInt64(caller * perCaller + number + 1)) }
            }
        }
        try await group.waitForAll()
    }
    let end = userMicroseconds()
    await queue.close()
    return (end - start) / Double(perCaller * callers)
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
    StandardStream.error.write(Array("usage: IntakeParts XMLFILE JSONFILE FOLDER\n".utf8))
    CurrentProcess.exit(2)
}
let xml = Array(try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
let json = Array(try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
// In turns, so that a noisy machine is noisy for all.
var figures: [(xml: Double, json: Double, storing: Double)] = []
for round in 0..<3 {
    figures.append(
        (
            try reading(xml, as: .xml), try reading(json, as: .json),
            try await storing(xml, callers: 64, in: "\(arguments[3])/round-\(round)")
        ))
}
let middle = { (part: (((xml: Double, json: Double, storing: Double)) -> Double)) in figures.map(part).sorted()[1] }
let line = "xml=\(middle(\.xml)) json=\(middle(\.json)) storing=\(middle(\.storing))\n"
StandardStream.output.write(Array(line.utf8))
