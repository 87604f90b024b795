import Messages
import TestSupport
import Testing

@testable import Queues

/// The ages of open deliveries by the second, against a plain list.
struct AgeHistogramTests {
    private func at(_ microseconds: Int64) -> Timestamp { Timestamp(microseconds: microseconds) }

    @Test func `the oldest is the earliest moment noted in the first second of which something is left`() {
        var ages = AgeHistogram()
        #expect(ages.oldest == nil)
        ages.add(at: at(5_700_000))
        ages.add(at: at(5_200_000))
        ages.add(at: at(9_000_001))
        #expect(ages.oldest == at(5_200_000))
        ages.remove(at: at(5_200_000))
        // One of the second is left, and which one is not known.
        #expect(ages.oldest == at(5_200_000))
        ages.remove(at: at(5_700_000))
        #expect(ages.oldest == at(9_000_001))
        #expect(ages.count == 1)
        ages.remove(at: at(8_000_000))
        #expect(ages.count == 1)
        ages.remove(at: at(9_999_999))
        #expect(ages == AgeHistogram())
    }

    @Test func `seconds before 1970 are seconds, too`() {
        var ages = AgeHistogram()
        for time in [-1, -1_000_000, -1_000_001, 0] as [Int64] { ages.add(at: at(time)) }
        #expect(ages.secondCount == 3)
        #expect(ages.oldest == at(-1_000_001))
    }

    @Test(arguments: 1...40)
    func `random histories come out as a plain list says`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var (ages, times) = (AgeHistogram(), [Timestamp]())
        var now: Int64 = seed % 2 == 0 ? 1_700_000_000_000_000 : -2_000_000
        let span = Int64([3, 900, 5_000][Int(seed % 3)])
        for step in 0..<3_000 {
            now += Int64.random(in: 0...900_000, using: &random)
            if times.isEmpty || Int.random(in: 0..<100, using: &random) < (step < 2_000 ? 75 : 20) {
                // Mostly now, sometimes long ago.
                let back = Bool.random(using: &random) ? 0 : Int64.random(in: 0...span, using: &random) * 1_000_000
                times.append(at(now - back))
                ages.add(at: at(now - back))
            } else {
                ages.remove(at: times.remove(at: Int.random(in: 0..<times.count, using: &random)))
            }
            #expect(ages.count == times.count, "seed \(seed), step \(step)")
            #expect(ages.oldest?.seconds == times.min()?.seconds, "seed \(seed), step \(step)")
        }
        let seconds = Set(times.map(\.seconds)).sorted()
        #expect(ages.seconds.map(\.number) == seconds)
        #expect(ages.seconds.map { Int($0.count) } == seconds.map { second in times.count { $0.seconds == second } })
        try expectSameWhenRead(ages)
    }

    private func expectSameWhenRead(_ ages: AgeHistogram) throws {
        var encoder = RecordEncoder()
        ages.encode(to: &encoder)
        #expect(encoder.bytes.count <= 4 + 9 + 6 * ages.secondCount)
        var decoder = RecordDecoder(encoder.bytes)
        let read = try AgeHistogram(from: &decoder)
        try decoder.finish()
        #expect(Array(read.seconds) == Array(ages.seconds))
        #expect(read.count == ages.count)
        #expect(read.oldest == ages.oldest)
    }

    @Test func `bytes that are no histogram are refused`() throws {
        var ages = AgeHistogram()
        ages.add(at: at(1_700_000_000_000_001))
        ages.add(at: at(1_700_000_300_000_000))
        var encoder = RecordEncoder()
        ages.encode(to: &encoder)
        for count in encoder.bytes.indices { #expect(isRefused(Array(encoder.bytes[..<count]))) }
        #expect(!isRefused([1, 0, 0, 0, 5, 0, 1]))
        // No delivery in the second, a second twice, a second of 1,000,000 µs, and numbers without an end.
        #expect(isRefused([1, 0, 0, 0, 5, 0, 0]))
        #expect(isRefused([2, 0, 0, 0, 5, 0, 1, 0, 0, 1]))
        #expect(isRefused([1, 0, 0, 0, 5, 0xC0, 0x84, 0x3D, 1]))
        #expect(isRefused([1, 0, 0, 0] + Array(repeating: 0xFF, count: 12)))
        // A second that no timestamp can tell.
        #expect(isRefused([1, 0, 0, 0] + Array(repeating: 0xFF, count: 8) + [0x7F, 0, 1]))
    }

    private func isRefused(_ bytes: [UInt8]) -> Bool {
        var decoder = RecordDecoder(bytes)
        do {
            _ = try AgeHistogram(from: &decoder)
            return false
        } catch {
            return true
        }
    }
}
