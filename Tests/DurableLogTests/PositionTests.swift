@testable import DurableLog
import Testing
import TestSupport

/// Starts from a place in the log.
struct PositionTests {
    @Test func `from every place, what follows is replayed as in a full replay`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 50)
        await journal.close()
        #expect(positions.map(\.sequence) == (1...50).map { UInt64($0) })
        let (_, all) = try await JournalFixture.open(storage.crashed(.nothing))
        for position in [.beginning] + positions {
            let copy = storage.crashed(.nothing)
            let (again, records) = try await JournalFixture.resume(copy, from: position)
            #expect(records.map(\.sequence) == all.filter { $0.sequence > position.sequence }.map(\.sequence))
            #expect(records.map(\.body) == all.filter { $0.sequence > position.sequence }.map(\.body))
            #expect(again.recovery.lastSequence == 51)
            #expect(again.recovery.endsWithMark)
            let stored = try await again.append(JournalFixture.group([[7]]), for: .intake)
            #expect(stored.firstSequence == 52)
            for number in 1...50 {
                #expect(try again.record(UInt64(number))?.body == all[number - 1].body, "from \(position.sequence)")
            }
            #expect(try again.record(51) == nil, "a mark is nobody's record")
            #expect(try again.record(52)?.body == [7])
        }
    }

    @Test func `a place is told of after each batch, marks among them, behind its completions`() async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 3)
        #expect(positions.last == journal.position)
        await journal.close()
        #expect(journal.position.sequence == 4)
        let (again, none) = try await JournalFixture.resume(storage, from: journal.position)
        #expect(none.isEmpty && again.recovery.endsWithMark)
    }

    @Test func `a place comes back from its bytes and from no others`() async throws {
        let position = try #require(try await JournalFixture.filled(FaultyStorage(), batches: 30).positions.last)
        #expect(LogPosition(encoded: position.encoded) == position)
        #expect(position.encoded.count == LogPosition.encodedLength)
        #expect(LogPosition(encoded: Array(position.encoded.dropLast())) == nil)
        for index in position.encoded.indices {
            var bytes = position.encoded
            bytes[index] ^= 4
            #expect(LogPosition(encoded: bytes) == nil, "byte \(index)")
        }
    }

    @Test func `a place of another log, or behind this one's end, is damage that names it`() async throws {
        let storage = FaultyStorage()
        let (_, positions) = try await JournalFixture.filled(storage, batches: 20)
        let (_, others) = try await JournalFixture.filled(FaultyStorage(), batches: 20)
        let (_, later) = try await JournalFixture.filled(FaultyStorage(), batches: 60)
        for position in [others[4], others[19], later[59]] {
            await #expect("at \(position.sequence)") {
                try await JournalFixture.resume(storage.crashed(.nothing), from: position)
            } throws: { error in
                guard case .damaged(let damage)? = error as? JournalFailure else { return false }
                return damage.lastKnown == position.sequence
            }
        }
        _ = try await JournalFixture.resume(storage.crashed(.nothing), from: positions[4])
    }

    @Test func `damage before the place is met when it is read, behind it at the start`() async throws {
        let storage = FaultyStorage()
        let (_, positions) = try await JournalFixture.filled(storage, batches: 60)
        let name = try #require(JournalFixture.names(storage, ending: ".seg").first)
        storage.change(name, inFolder: JournalFixture.logFolder) { $0[4_096 + 200] ^= 1 }
        let (journal, _) = try await JournalFixture.resume(storage, from: positions[40])
        #expect(throws: JournalFailure.self) { try journal.record(1) }
        #expect(try journal.record(50) != nil)
        #expect(journal.figures.failedReads == 1)
        await #expect(throws: JournalFailure.self) { try await JournalFixture.resume(storage, from: nil) }
    }

    @Test(arguments: [true, false])
    func `damage in the last batch of a file before the place is met when it is read`(hasIndex: Bool) async throws {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 80)
        await journal.close()
        let ends = zip(positions, positions.dropFirst()).filter { $0.segment != $1.segment }.map(\.0)
        try #require(ends.count > 2)
        if !hasIndex {
            for name in JournalFixture.names(storage, ending: ".idx") {
                storage.remove(name, inFolder: JournalFixture.logFolder)
            }
        }
        for (name, end) in zip(JournalFixture.names(storage, ending: ".seg"), ends) {
            let copy = storage.crashed(.everything)
            copy.change(name, inFolder: JournalFixture.logFolder) { $0[end.batchOffset + 200] ^= 1 }
            let (again, _) = try await JournalFixture.resume(copy, from: positions[79])
            #expect(throws: JournalFailure.self) { try again.record(end.sequence) }
            #expect(try again.record(end.sequence - 1) != nil && again.record(end.sequence + 1) != nil)
            await again.close()
            // Where not even the header is left, nothing tells it from a file that is gone.
            guard !hasIndex else { continue }
            let worse = storage.crashed(.everything)
            worse.change(name, inFolder: JournalFixture.logFolder) { $0[end.batchOffset + 20] ^= 1 }
            await #expect(throws: JournalFailure.self) { try await JournalFixture.resume(worse, from: positions[79]) }
        }
    }

    @Test(arguments: [true, false]) func `a lost file before the place is damage`(hasIndex: Bool) async throws {
        let storage = FaultyStorage()
        let (_, positions) = try await JournalFixture.filled(storage, batches: 80)
        let segments = JournalFixture.names(storage, ending: ".seg")
        try #require(segments.count > 3)
        for lost in segments.dropLast() {
            let copy = storage.crashed(.everything)
            copy.remove(lost, inFolder: JournalFixture.logFolder)
            if !hasIndex {
                for name in JournalFixture.names(copy, ending: ".idx") {
                    copy.remove(name, inFolder: JournalFixture.logFolder)
                }
            }
            await #expect("\(lost)") {
                try await JournalFixture.resume(copy, from: positions[79])
            } throws: { error in
                if case .damaged? = error as? JournalFailure { true } else { false }
            }
        }
    }
}
