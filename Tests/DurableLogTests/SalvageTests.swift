import DurableLog
import LinuxSystem
import Testing
import TestSupport

/// Records whose neighbours are damaged.
struct SalvageTests {
    private static let kept = 1...12
    private static func size(_ number: Int) -> Int { 300 + number * 17 }

    /// A journal whose first file was written anew with the first records of it, which lie in one range of its index.
    private func store() async throws -> (storage: FaultyStorage, position: LogPosition?, name: String) {
        let storage = FaultyStorage()
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 40) { Self.size($0) }
        _ = try journal.rewrite(1) { Self.kept.contains(Int($0.sequence)) ? .whole : .dropped }
        return (storage, positions.last, try #require(JournalFixture.names(storage, ending: ".kept").first))
    }

    /// Where each record begins in the file, and behind the last where that ends.
    private static let places = kept.reduce(into: [4_096]) { places, number in
        places.append(places[places.count - 1] + 20 + size(number))
    }

    /// The kept records that are read, each as it was written, when the rest is damage.
    private func readable(_ journal: Journal) throws -> [Int] {
        try Self.kept.filter { number in
            do throws(JournalFailure) {
                let body = try journal.record(UInt64(number))?.body
                #expect(body == JournalFixture.body(number, size: Self.size(number)))
                return true
            } catch {
                guard case .damaged = error else { throw error }
                return false
            }
        }
    }

    /// In a header, of which check and length are parts, and in a body; with the index of the file and without.
    @Test(arguments: [0, 3, 8, 10, 14, 16, 19, 20, 200], [false, true])
    func `of a kept file only the record is lost that is damaged`(offset: Int, isIndexLost: Bool) async throws {
        let (storage, position, name) = try await store()
        for (index, number) in Self.kept.enumerated() {
            let copy = storage.crashed(.everything)
            copy.change(name, inFolder: JournalFixture.logFolder) { bytes in
                bytes[Self.places[index] + offset] ^= 0x41
                if isIndexLost { bytes[bytes.count - 4_090] ^= 1 }
            }
            let journal = try await JournalFixture.resume(copy, from: position).journal
            #expect(try readable(journal) == Self.kept.filter { $0 != number }, "record \(number)")
        }
    }

    @Test(arguments: [false, true])
    func `a page that is lost takes only the records along that lie on it`(isIndexLost: Bool) async throws {
        let (storage, position, name) = try await store()
        storage.change(name, inFolder: JournalFixture.logFolder) { bytes in
            for place in 4_096 + 1_024..<4_096 + 2_048 { bytes[place] = 0 }
            if isIndexLost { bytes[bytes.count - 4_090] ^= 1 }
        }
        let sound = Self.kept.enumerated().filter { index, _ in
            Self.places[index + 1] <= 4_096 + 1_024 || Self.places[index] >= 4_096 + 2_048
        }.map(\.element)
        try #require(sound.count > 5 && sound.count < Self.kept.count - 1)
        #expect(try readable(try await JournalFixture.resume(storage, from: position).journal) == sound)
    }

    @Test func `a record in a segment outlives a neighbour whose body is damaged`() async throws {
        let storage = FaultyStorage()
        let journal = try await JournalFixture.open(storage).journal
        let bodies = Self.kept.map { JournalFixture.body($0, size: Self.size($0)) }
        _ = try await journal.append(JournalFixture.group(bodies), for: .intake)
        let name = try #require(JournalFixture.names(storage, ending: ".seg").first)
        // The batch's header, a record's, and some bytes.
        storage.change(name, inFolder: JournalFixture.logFolder) { $0[4_096 + 64 + 12 + 5] ^= 1 }
        #expect(throws: JournalFailure.self) { try journal.record(1) }
        for (index, body) in bodies.enumerated().dropFirst() {
            #expect(try journal.record(UInt64(index + 1))?.body == body)
        }
    }
}
