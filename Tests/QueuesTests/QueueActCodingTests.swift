import Messages
@testable import Queues
import Testing

/// What is written of acts, which none may ever write otherwise.
struct QueueActCodingTests {
    private static let unit: Destination = UnitID("A").map { Destination($0) } ?? .publisher1177
    private static let time = Timestamp(microseconds: 1)
    private static let order = ReplayOrder(
        destination: unit, from: Timestamp(microseconds: 2), to: Timestamp(microseconds: 3), by: .tester, reason: "r")
    private static let portion = ReplayPortion(
        replay: 4, destination: .publisher1177, deliveries: [DeliveryID(message: 5, recipient: 6)], through: 7,
        isLast: true)
    private static let thinned = ReplayPortion(
        replay: 4, destination: .publisher1177, deliveries: [], dropped: 258, through: 7, isLast: false)

    private static let unread = ReplayPortion(
        replay: 4, destination: .publisher1177, deliveries: [], unread: [3...5], through: 7, isLast: false)

    private static let restricted = ReplayPortion(
        replay: 4, destination: .publisher1177, deliveries: [], dropped: 2, droppedRestricted: 1, through: 7,
        isLast: false)

    static let acts: [(QueueAct, UInt8, String)] = [
        (
            .paused(unit, QueuePause(since: time, by: .tester, reason: "r")), 20,
            "0100000000000000010000004106000000746573746572" + "0100000072"
        ),
        (.resumed(unit, at: time, by: .tester), 21, "0100000000000000010000004106000000746573746572"),
        (
            .replayOrdered(order, at: time), 22,
            "01000000000000000100000041" + "0200000000000000" + "0300000000000000" + "06000000746573746572"
                + "0100000072"
        ),
        (
            .replayed(portion, at: time), 23,
            "01000000000000000d0000007075626c697368657231313737" + "0400000000000000" + "0700000000000000" + "01"
                + "01000000" + "0500000000000000" + "06000000"
        ),
        (
            .replayed(thinned, at: time), 24,
            "01000000000000000d0000007075626c697368657231313737" + "0400000000000000" + "0700000000000000" + "00"
                + "00000000" + "02010000"
        ),
        (
            .replayed(unread, at: time), 25,
            "01000000000000000d0000007075626c697368657231313737" + "0400000000000000" + "0700000000000000" + "00"
                + "00000000" + "00000000" + "01000000" + "0300000000000000" + "0500000000000000"
        ),
        (
            .replayed(restricted, at: time), 26,
            "01000000000000000d0000007075626c697368657231313737" + "0400000000000000" + "0700000000000000" + "00"
                + "00000000" + "02000000" + "00000000" + "01000000"
        ),
    ]

    @Test func `every act is written as it always was, and read back`() throws {
        for (act, kind, expected) in Self.acts {
            let record = QueueRecord.act(act)
            let bytes = record.encoded()
            #expect(record.kind == kind)
            #expect(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == expected)
            #expect(try QueueRecord.decode(kind: kind, bytes) == record)
            for count in 0..<bytes.count {
                #expect(throws: RecordDecoder.Mismatch.self) {
                    try QueueRecord.decode(kind: kind, Array(bytes[..<count]))
                }
            }
            #expect(throws: RecordDecoder.Mismatch.self) { try QueueRecord.decode(kind: kind, bytes + [0]) }
        }
        #expect(throws: RecordDecoder.Mismatch.self) {
            try QueueRecord.decode(kind: 27, QueueRecord.act(Self.acts[1].0).encoded())
        }
    }

    @Test(arguments: [nil, MessageID(UUIDBytes(high: 1, low: 2))])
    func `what was lost is written as it always was, and read back`(message: MessageID?) throws {
        let lane = LaneID(key: LaneKey(0x8000_0000_0001), destination: Self.unit, isCompulsory: true, isReplay: false)
        let record = QueueRecord.lost(
            Loss(delivery: DeliveryID(message: 5, recipient: 6), lane: lane, message: message), at: Self.time)
        let bytes = record.encoded()
        let id = message == nil ? "00" : "01" + "0100000000000000" + "0200000000000000"
        let written = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(
            written == "050000000000000006000000" + "0100000000800000" + "0100000041" + "0100" + id + "0100000000000000"
        )
        #expect(record.kind == 11)
        #expect(try QueueRecord.decode(kind: 11, bytes) == record)
        for count in 0..<bytes.count {
            #expect(throws: RecordDecoder.Mismatch.self) { try QueueRecord.decode(kind: 11, Array(bytes[..<count])) }
        }
    }

    @Test func `registers come back from a snapshot as they were`() throws {
        var pauses = PauseRegister()
        pauses.note(QueuePause(since: Self.time, by: .tester, reason: "r"), at: Self.unit)
        pauses.note(QueuePause(since: Self.time, by: .tester, reason: "s"), at: .publisher1177)
        pauses.noteEnd(at: .publisher1177, Self.time)
        var replays = ReplayRegister()
        replays.begin(Self.order, id: 9, at: Self.time)
        replays.note(
            ReplayPortion(
                replay: 9, destination: Self.unit, deliveries: [], dropped: 3, through: 8, isLast: true), released: 2,
            at: Self.time)
        replays.note(.completed, of: 9, at: Self.unit, Self.time)
        replays.note(.givenUp, of: 9, at: Self.unit, Self.time)
        var volumes = VolumeLedger()
        volumes.note(100, for: [Self.unit, .publisher1177], at: Self.time)
        volumes.hold(100, at: Self.unit)
        var encoder = RecordEncoder()
        pauses.encode(into: &encoder)
        replays.encode(into: &encoder)
        volumes.encode(into: &encoder)
        var decoder = RecordDecoder(encoder.bytes)
        #expect(try PauseRegister(from: &decoder) == pauses)
        #expect(try ReplayRegister(from: &decoder, form: 3) == replays)
        #expect(try VolumeLedger(from: &decoder) == volumes)
        try decoder.finish()
        #expect(replays.progress(at: Self.unit)?.endedAt == Self.time)
        #expect(PauseRegister() != pauses && ReplayRegister() != replays && VolumeLedger() != volumes)
        for count in stride(from: 0, to: encoder.bytes.count, by: 3) {
            #expect(throws: RecordDecoder.Mismatch.self) {
                var short = RecordDecoder(Array(encoder.bytes[..<count]))
                _ = try PauseRegister(from: &short)
                _ = try ReplayRegister(from: &short, form: 3)
                _ = try VolumeLedger(from: &short)
            }
        }
    }
}
