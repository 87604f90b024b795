import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// Records read back by their numbers.
struct ReadingTests {
    @Test func `every record is found by its number, whatever it shares a batch with`() async throws {
        let storage = FaultyStorage()
        let journal = try await JournalFixture.open(storage).journal
        var bodies: [[UInt8]] = []
        for number in 0..<40 {
            let sizes = [1, 40_000, 300, 0, 17_000][..<(1 + number % 5)]
            let group = sizes.enumerated().map { JournalFixture.body(number + $0, size: $1) }
            bodies += group
            _ = try await journal.append(JournalFixture.group(group), for: .intake)
        }
        #expect(JournalFixture.names(storage, ending: ".seg").count > 5)
        for (again, name) in [
            (journal, "as written"),
            (try await JournalFixture.open(storage.crashed(.nothing)).journal, "after a crash"),
        ] {
            for (index, body) in bodies.enumerated() {
                #expect(try again.record(UInt64(index + 1))?.body == body, "\(index + 1), \(name)")
            }
            #expect(try again.record(0) == nil)
            #expect(try again.record(UInt64(bodies.count + 1)) == nil)
            let some = await again.records([3, 99_999, 1])
            #expect(try some.map { try $0.get()?.body } == [bodies[2], nil, bodies[0]])
        }
    }

    @Test func `few files are held open, however many there are`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 200) { _ in 20_000 }
        let again = try await JournalFixture.open(storage.crashed(.nothing)).journal
        #expect(JournalFixture.names(storage, ending: ".seg").count > 60)
        for open in [journal, again] {
            var random = SeededRandom(seed: 8)
            for _ in 0..<300 {
                let sequence = UInt64.random(in: 1...200, using: &random)
                #expect(try open.record(sequence)?.body == JournalFixture.body(Int(sequence), size: 20_000))
            }
            #expect(open.figures.openFiles <= 32 && open.figures.openFiles > 20)
        }
    }

    @Test func `an index that is missing or rotten is made anew, and never believed`() async throws {
        let storage = FaultyStorage()
        let (_, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 3_000 }
        let sound = storage.crashed(.everything)
        let name = try #require(JournalFixture.names(sound, ending: ".idx").first)
        let length = try #require(sound.contents(inFolder: JournalFixture.logFolder, ending: ".idx")).count
        for offset in Array(0..<120) + Array(stride(from: 120, to: length, by: 61)) {
            let copy = sound.crashed(.everything)
            copy.change(name, inFolder: JournalFixture.logFolder) { $0[offset] ^= 0x20 }
            let journal = try await JournalFixture.open(copy).journal
            for sequence in 1...15 {
                #expect(
                    try journal.record(UInt64(sequence))?.body == JournalFixture.body(sequence, size: 3_000),
                    "byte \(offset)")
            }
        }
        sound.remove(name, inFolder: JournalFixture.logFolder)
        let journal = try await JournalFixture.open(sound).journal
        #expect(try journal.record(3)?.body == JournalFixture.body(3, size: 3_000))
        #expect(JournalFixture.names(sound, ending: ".idx").contains(name))
    }

    @Test func `what the disk has changed under it is damage, in every byte, and also when pages change places`()
        async throws
    {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 40) { _ in 900 }
        let first = try #require(JournalFixture.names(storage, ending: ".seg").first)
        let whole = try #require(storage.contents(inFolder: JournalFixture.logFolder, ending: first))
        let record = 2 * 4_096 + 64
        for offset in 0..<912 {
            storage.change(first, inFolder: JournalFixture.logFolder) { $0[record + offset] ^= 8 }
            #expect(throws: JournalFailure.self, "byte \(offset)") { try journal.record(2) }
            storage.change(first, inFolder: JournalFixture.logFolder) { $0 = whole }
        }
        storage.change(first, inFolder: JournalFixture.logFolder) { bytes in
            bytes.replaceSubrange(4_096..<8_192, with: whole[8_192..<12_288])
            bytes.replaceSubrange(8_192..<12_288, with: whole[4_096..<8_192])
        }
        #expect(throws: JournalFailure.self) { try journal.record(1) }
        #expect(throws: JournalFailure.self) { try journal.record(2) }
        #expect(try journal.record(3) != nil)
    }

    @Test func `a read that the system refuses is that read's failure and nobody else's`() async throws {
        let storage = FaultyStorage()
        _ = try await JournalFixture.filled(storage, batches: 40)
        let journal = try await JournalFixture.open(storage).journal
        for (call, code) in [(FaultyDisk.Call.open, EMFILE), (.read, EIO)] {
            storage.fail(call, with: code)
            #expect(throws: JournalFailure.unreadable(SystemError(call: "\(call)", code: code))) {
                try journal.record(1)
            }
            #expect(try journal.record(1) != nil)
        }
        _ = try await journal.append(JournalFixture.group([[1]]), for: .intake)
        #expect(journal.failure == nil)
        storage.shorten(to: 700)
        storage.fail(.read, after: 1, with: EINTR)
        #expect(try journal.record(5)?.body == JournalFixture.body(5, size: 1_000 + 5 * 37))
    }

    @Test func `a scan gives a range in order, up to what is stored, and ends where it is told to`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 60)
        for range in [1...60, 7...7, 20...44, 50...90] as [ClosedRange<UInt64>] {
            var found: [UInt64] = []
            try journal.scan(from: range.lowerBound, through: range.upperBound) { record in
                found.append(record.sequence)
                return true
            }
            #expect(found == Array(range.clamped(to: 1...60)))
        }
        var count = 0
        try journal.scan(from: 1, through: .max) { _ in
            count += 1
            return count < 5
        }
        #expect(count == 5)
    }

    @Test func `the figures tell of files, bytes, batches and reads`() async throws {
        let storage = FaultyStorage()
        let (journal, _) = try await JournalFixture.filled(storage, batches: 60) { _ in 3_000 }
        let figures = journal.figures
        #expect(figures.segments == JournalFixture.names(storage, ending: ".seg").count)
        #expect(figures.logBytes == UInt64(figures.segments) * 64 << 10)
        #expect(figures.batches == 60 && figures.bytesAppended == 60 * 4_096 && figures.durableSequence == 60)
        #expect(figures.keptFiles == 0 && figures.failedReads == 0 && !figures.hasFailed)
        let extent = try #require(journal.extents.first)
        #expect(extent.first == 1 && extent.last == 15 && extent.kind == .segment && extent.lastWrittenAt != nil)
    }
}
