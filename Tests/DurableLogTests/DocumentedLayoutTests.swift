import Digests
import DurableLog
import Testing
import TestSupport

/// The files of the log read by the offsets of JournalFormat alone, without the code that writes them.
struct DocumentedLayoutTests {
    private let storage = FaultyStorage()
    private let positions: [LogPosition]
    private let kept: LogExtent

    init() async throws {
        let (journal, positions) = try await JournalFixture.filled(storage, batches: 40) { 500 + $0 * 37 % 6_000 }
        self.positions = positions
        _ = try journal.rewrite(1) { record in
            record.sequence % 3 == 0 ? .whole : record.sequence % 3 == 1 ? .body([7]) : .dropped
        }
        kept = try #require(journal.extents.first)
        await journal.close()
    }

    private func names(_ ending: String) -> [String] { JournalFixture.names(storage, ending: ending) }

    private func bytes(_ name: String) throws -> [UInt8] {
        try #require(storage.contents(inFolder: JournalFixture.logFolder, ending: name))
    }

    /// A record of a batch or kept file: its number, kind and body, and where the next begins.
    private func record(_ bytes: [UInt8], at start: Int, hasNumber: Bool) -> (kind: UInt8, body: [UInt8], end: Int) {
        let prefix = hasNumber ? 8 : 0
        let length = Int(bytes.little(at: start + prefix) as UInt32)
        #expect(bytes[start + prefix + 5..<start + prefix + 8].allSatisfy { $0 == 0 })
        let body = Array(bytes[start + prefix + 12..<start + prefix + 12 + length])
        #expect(bytes.little(at: start + prefix + 8) == CRC32C.hash(Array(bytes[start..<start + prefix + 8]) + body))
        return (bytes[start + prefix + 4], body, start + prefix + 12 + length)
    }

    @Test func `segments, batches and records stand as documented, chained from the beginning`() throws {
        var sequence = kept.last
        let keptBytes = try bytes(try #require(names(".kept").first))
        var batch: UInt64 = keptBytes.little(at: 56)
        var chain: UInt64 = keptBytes.little(at: 72)
        for name in names(".seg") {
            let bytes = try bytes(name)
            #expect(bytes[..<8].elementsEqual("VAXELSEG".utf8) && bytes.little(at: 8) == UInt32(1))
            #expect(bytes.count == Int(bytes.little(at: 12) as UInt32) * 4_096)
            #expect(bytes[16..<32] == keptBytes[16..<32], "the store's id")
            let salt: UInt64 = bytes.little(at: 32)
            #expect(bytes.little(at: 40) == sequence + 1 && bytes.little(at: 48) == batch + 1)
            #expect(bytes.little(at: 56) == chain && bytes.little(at: 64) == CRC32C.hash(Array(bytes[..<64])))
            #expect(bytes[68..<4_096].allSatisfy { $0 == 0 })
            var offset = 4_096
            while offset < bytes.count, bytes[offset..<offset + 4].elementsEqual("VBAT".utf8) {
                let length = Int(bytes.little(at: offset + 4) as UInt32)
                let count = Int(bytes.little(at: offset + 8) as UInt32)
                let body = Array(bytes[offset + 64..<offset + 64 + length])
                #expect(bytes.little(at: offset + 12) == CRC32C.hash(body))
                #expect(bytes.little(at: offset + 16) == batch + 1 && bytes.little(at: offset + 24) == sequence + 1)
                #expect(bytes.little(at: offset + 32) == sequence && bytes.little(at: offset + 40) == salt)
                let linked = Array(bytes[offset..<offset + 48])
                let upper = linked.withUnsafeBytes { [chain] in
                    CRC32C.hash($0, continuing: UInt32(truncatingIfNeeded: chain >> 32))
                }
                let lower = linked.withUnsafeBytes { [chain] in
                    CRC32C.hash($0, continuing: ~UInt32(truncatingIfNeeded: chain))
                }
                chain = UInt64(upper) << 32 | UInt64(lower)
                #expect(bytes.little(at: offset + 48) == chain)
                #expect(bytes.little(at: offset + 60) == CRC32C.hash(Array(bytes[offset..<offset + 60])))
                var start = offset + 64
                for _ in 0..<count {
                    let (kind, _, end) = record(bytes, at: start, hasNumber: false)
                    #expect(kind == 1 || kind == 255)
                    start = end
                }
                #expect(start == offset + 64 + length)
                let end = (start + 4_095) / 4_096 * 4_096
                #expect(bytes[start..<end].allSatisfy { $0 == 0 })
                check(positions, batch: batch + 1, offset: offset, end: end, segment: bytes.little(at: 40), chain)
                (offset, batch, sequence) = (end, batch + 1, sequence + UInt64(count))
            }
        }
        #expect(sequence == 41, "forty records and the mark")
    }

    /// The position behind a batch, by its offsets.
    private func check(
        _ positions: [LogPosition], batch: UInt64, offset: Int, end: Int, segment: UInt64, _ chain: UInt64
    ) {
        guard batch <= positions.count else { return }
        let bytes = positions[Int(batch) - 1].encoded
        #expect(bytes.count == 48 && bytes[..<4].elementsEqual("VPOS".utf8))
        #expect(bytes.little(at: 4) == UInt32(offset / 4_096) && bytes.little(at: 8) == batch)
        #expect(bytes.little(at: 16) == batch && bytes.little(at: 24) == chain && bytes.little(at: 32) == segment)
        #expect(bytes.little(at: 40) == UInt32(end / 4_096))
        #expect(bytes.little(at: 44) == CRC32C.hash(Array(bytes[..<44])))
    }

    @Test func `a kept file and its index stand as documented`() throws {
        let bytes = try bytes(try #require(names(".kept").first))
        #expect(bytes[..<8].elementsEqual("VAXELKPT".utf8) && bytes.little(at: 8) == UInt32(1))
        let count = Int(bytes.little(at: 12) as UInt32)
        #expect(count == kept.records && bytes.little(at: 32) == kept.first && bytes.little(at: 40) == kept.last)
        #expect(bytes.little(at: 48) == UInt64(1) && bytes.little(at: 56) == kept.last, "a batch for each record")
        #expect(bytes.little(at: 64) == UInt64(0))
        #expect((bytes.little(at: 80) as UInt32) <= (bytes.little(at: 84) as UInt32))
        let end = Int(bytes.little(at: 88) as UInt32)
        #expect(bytes.count == Int(bytes.little(at: 92) as UInt32) * 4_096)
        #expect(bytes.little(at: 96) == CRC32C.hash(Array(bytes[..<96])))
        #expect(bytes[100..<4_096].allSatisfy { $0 == 0 })
        var start = 4_096
        var found: [UInt64: [UInt8]] = [:]
        var places: [UInt64: Int] = [:]
        for _ in 0..<count {
            let sequence: UInt64 = bytes.little(at: start)
            places[sequence] = start
            let (kind, body, next) = record(bytes, at: start, hasNumber: true)
            #expect(kind == 1)
            found[sequence] = body
            start = next
        }
        #expect(start == end)
        #expect(Set(found.keys) == Set((1...kept.last).filter { $0 % 3 != 2 }))
        #expect(found.allSatisfy { ($0.key % 3 == 1) == ($0.value == [7]) })
        let index = (end + 4_095) / 4_096 * 4_096
        #expect(bytes[end..<index].allSatisfy { $0 == 0 })
        try checkIndex(Array(bytes[index...]), of: bytes, salt: 0, first: kept.first, last: kept.last, places)
    }

    @Test func `an index beside a segment stands as documented`() throws {
        let name = try #require(names(".idx").first)
        let segment = try bytes("\(name.dropLast(4)).seg")
        var places: [UInt64: Int] = [:]
        var offset = 4_096
        var sequence: UInt64 = segment.little(at: 40)
        while offset < segment.count, segment[offset..<offset + 4].elementsEqual("VBAT".utf8) {
            places[sequence] = offset + 64
            sequence += 1
            offset += (64 + Int(segment.little(at: offset + 4) as UInt32) + 4_095) / 4_096 * 4_096
        }
        try checkIndex(
            try bytes(name), of: segment, salt: segment.little(at: 32), first: segment.little(at: 40),
            last: sequence - 1, places)
    }

    private func checkIndex(
        _ index: [UInt8], of file: [UInt8], salt: UInt64, first: UInt64, last: UInt64, _ places: [UInt64: Int]
    ) throws {
        #expect(index[..<8].elementsEqual("VAXELIDX".utf8) && index.little(at: 8) == UInt32(1))
        let count = Int(index.little(at: 12) as UInt32)
        #expect(index.little(at: 16) == salt && index.little(at: 24) == first && index.little(at: 32) == last)
        let blocks = Int(index.little(at: 40) as UInt32)
        #expect(blocks == (count + 254) / 255)
        #expect(index.little(at: 44) == CRC32C.hash(Array(index[52..<52 + 4 * blocks])))
        #expect(index.little(at: 48) == CRC32C.hash(Array(index[..<48])))
        let body = (52 + 4 * blocks + 4_095) / 4_096 * 4_096
        #expect(index[(52 + 4 * blocks)..<body].allSatisfy { $0 == 0 } && index.count == body + blocks * 4_096)
        var covered = 0
        for number in 0..<count {
            let block = body + number / 255 * 4_096
            #expect(index.little(at: block + 4_092) == CRC32C.hash(Array(index[block..<block + 4_092])))
            let range = block + number % 255 * 16
            let record = first + UInt64(index.little(at: range) as UInt32)
            if number % 255 == 0 { #expect(index.little(at: 52 + number / 255 * 4) == UInt32(record - first)) }
            var start = Int(index.little(at: range + 4) as UInt32)
            #expect(places[record] == start)
            let end = start + Int(index.little(at: range + 8) as UInt32)
            var checks: [UInt8] = []
            while start < end {
                let header = salt == 0 ? 20 : 12
                checks += file[start + header - 4..<start + header]
                start += header + Int(file.little(at: start + header - 12) as UInt32)
                covered += 1
            }
            #expect(start == end && index.little(at: range + 12) == CRC32C.hash(checks))
        }
        #expect(covered == places.count)
    }

    @Test func `the lock says where the store belongs in two places`() throws {
        let store = FaultyStorage()
        let machine = [UInt8](1...16)
        let placed = PlacedStorage(store, at: StoreOrigin(machine: machine, inode: 258, birth: 77))
        try Journal.holdRestored(at: "journal", storage: placed)
        let bytes = try #require(store.contents(inFolder: "journal", ending: "LOCK"))
        var generations: [UInt64] = []
        for place in [0, 4_096] {
            #expect(bytes[place..<place + 8].elementsEqual("VAXELOCK".utf8) && bytes.little(at: place + 8) == UInt32(1))
            #expect(bytes.little(at: place + 12) == UInt32(1), "held")
            generations.append(bytes.little(at: place + 16))
            #expect(Array(bytes[place + 24..<place + 40]) == machine)
            #expect(bytes.little(at: place + 40) == UInt64(258) && bytes.little(at: place + 48) == UInt64(77))
            #expect(bytes.little(at: place + 56) == UInt32(0))
            #expect(bytes.little(at: place + 60) == CRC32C.hash(Array(bytes[place..<place + 60])))
        }
        #expect(generations == [1, 2])
    }
}

extension [UInt8] {
    /// The number at an offset, its lowest byte first.
    fileprivate func little<Value: FixedWidthInteger>(at offset: Int) -> Value {
        (0..<MemoryLayout<Value>.size).reduce(0) { $0 | Value(truncatingIfNeeded: self[offset + $1]) << (8 * $1) }
    }
}
