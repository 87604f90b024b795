import Digests
import Messages
@testable import Queues
import Testing

/// Records that earlier versions wrote are read for ever.
struct FormerRecordTests {
    /// A message of kind 1, as it was written before messages had a case, a patient and an effect.
    private static let former = """
        00401e18240a06000700000000000000316d00000000000000010000000000000002000000000000000e00000047656e6572616c4d65737361\
        67650100000001000000530600000074657374657201030000004e2d3100050000000000000001000000000000000001000000010000004101\
        0000006109000000616464726573736564000000000001100000006170706c69636174696f6e2f6a736f6e00020000007b7d
        """

    /// The same as bytes.
    static var bytesOfFormer: [UInt8] { bytes(former) }

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { offset in
            let start = hex.index(hex.startIndex, offsetBy: offset)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test func `a message of the first form is read, without case and effect`() throws {
        let record = try QueueRecord.decode(kind: 1, Self.bytes(Self.former))
        guard case .accepted(let message, _) = record else {
            Issue.record("it is no message")
            return
        }
        #expect(message.caseID?.text == "N-1" && message.payload == Array("{}".utf8))
        #expect(message.caseKey == nil && message.effect == nil && message.recordKind == 1)
        #expect(throws: RecordDecoder.Mismatch.self) { try QueueRecord.decode(kind: 8, Self.bytes(Self.former)) }
    }

    // MARK: Effects

    private static let effects: [MessageEffect] = [
        .cancels(QueueFixture.id("o"), isWrongPatient: true),
        .reads(QueueFixture.id("o"), by: units, at: Timestamp(microseconds: 7)),
        .answers(QueueFixture.id("o"), by: units[0], .fatal),
        .changesPatient(from: PatientKey(digest: Digest128(high: 3, low: 4), isReserve: true)),
        .registersConsent(Consent([.plan, .sharing], isGiven: true, endsAt: Timestamp(microseconds: 8))),
        .registersConsent(Consent([], isGiven: false)),
        .withdrawsConsent(QueueFixture.id("o"), from: Timestamp(microseconds: 9)),
        .changesParties(
            PartyChange(
                added: units.map { PartyChange.Party($0, of: $0.text == "A" ? $0 : nil) }, removed: units,
                from: Timestamp(microseconds: 10))),
        .forwards(QueueFixture.id("o"), to: units[0]),
        .misdirects(QueueFixture.id("o")),
    ]
    private static let units = ["A", "B"].compactMap { UnitID($0) }

    /// What each effect has looked like in records since it was first written: none may ever look otherwise.
    private static let written = [
        "0107000000000000006f0000000000000001",
        "0207000000000000006f0000000000000002000000010000004101000000420700000000000000",
        "0307000000000000006f00000000000000010000004102",
        "040300000000000000040000000000000001",
        "0502000000000101010800000000000000",
        "05000000000000",
        "0607000000000000006f000000000000000900000000000000",
        "0702000000010000004101010000004101000000420002000000010000004101000000420a00000000000000",
        "0807000000000000006f000000000000000100000041",
        "0907000000000000006f00000000000000",
    ]

    @Test func `every effect is written as it always was, and read back`() throws {
        for (effect, expected) in zip(Self.effects, Self.written) {
            var message = try QueueFixture.message("m", for: [], size: 0)
            message.effect = effect
            let record = QueueRecord.accepted(message, at: Timestamp(microseconds: 1))
            let bytes = record.encoded()
            #expect(try QueueRecord.decode(kind: 8, bytes) == record)
            // The effect stands before the payload, which is empty and takes four bytes.
            let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(hex.hasSuffix("00" + expected + "00000000"), "\(effect): \(hex)")
        }
        #expect(Self.effects.count == Self.written.count)
    }

    @Test func `an effect of a later version is not guessed at`() throws {
        var message = try QueueFixture.message("m", for: [], size: 0)
        message.effect = .misdirects(QueueFixture.id("o"))
        var bytes = QueueRecord.accepted(message, at: Timestamp(microseconds: 1)).encoded()
        bytes[bytes.count - 21] = 99
        #expect(throws: RecordDecoder.Mismatch.self) { try QueueRecord.decode(kind: 8, bytes) }
    }
}
