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

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { offset in
            let start = hex.index(hex.startIndex, offsetBy: offset)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test func `a message of the first form is read, without case and effect`() throws {
        let record = try QueueRecord.decode(kind: 1, bytes(Self.former))
        guard case .accepted(let message, _) = record else {
            Issue.record("it is no message")
            return
        }
        #expect(message.caseID?.text == "N-1" && message.payload == Array("{}".utf8))
        #expect(message.caseKey == nil && message.effect == nil && message.recordKind == 1)
        #expect(throws: RecordDecoder.Mismatch.self) { try QueueRecord.decode(kind: 8, bytes(Self.former)) }
    }
}
