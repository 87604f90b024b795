import Digests
import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// A store that may be a copy takes nothing until somebody releases it.
struct HoldingTests {
    private static func origin(machine: UInt8 = 1, inode: UInt64 = 12, birth: UInt64 = 1_000) -> StoreOrigin {
        StoreOrigin(machine: [UInt8](repeating: machine, count: 16), inode: inode, birth: birth)
    }

    private static let home = origin()

    /// A disk with a store of three records that belongs to `home`.
    private func makeStore() async throws -> FaultyStorage {
        let disk = FaultyStorage()
        let (journal, _) = try await JournalFixture.open(PlacedStorage(disk, at: Self.home))
        for number in 0..<3 { _ = try await journal.append(JournalFixture.group([[UInt8(number)]]), for: .intake) }
        await journal.close()
        return disk.crashed(.nothing)
    }

    private func hold(_ disk: FaultyStorage, at place: StoreOrigin? = home) async throws -> StoreHold? {
        let (journal, _) = try await JournalFixture.open(PlacedStorage(disk, at: place))
        defer { withExtendedLifetime(journal) {} }
        return journal.hold
    }

    @Test func `a store is not held where it was made`() async throws {
        let disk = try await makeStore()
        let (journal, records) = try await JournalFixture.open(PlacedStorage(disk, at: Self.home))
        #expect(journal.hold == nil && journal.failure == nil && records.count == 3)
        _ = try await journal.append(JournalFixture.group([[9]]), for: .intake)
    }

    @Test(arguments: [
        (HoldingTests.origin(machine: 2), StoreHold?.some(.otherMachine)),
        (HoldingTests.origin(inode: 13), .otherFolder),
        (HoldingTests.origin(birth: 1_001), .otherFolder),
        (HoldingTests.origin(machine: 0), nil),
        (HoldingTests.origin(birth: 0), nil),
    ])
    func `a store found at another place is held, and what is not known is compared with nothing`(
        place: StoreOrigin, expected: StoreHold?
    ) async throws {
        #expect(try await hold(try await makeStore(), at: place) == expected)
    }

    @Test func `a held store is read, takes nothing, and nothing on disk changes`() async throws {
        let disk = try await makeStore()
        let before = disk.contents(inFolder: JournalFixture.logFolder, ending: ".seg")
        let names = disk.names(inFolder: JournalFixture.logFolder)
        let (journal, records) = try await JournalFixture.open(
            PlacedStorage(disk, at: Self.origin(machine: 2)),
            options: JournalOptions(segmentBytes: 64 << 10, preparesSpare: true, idleSeconds: 0.001))
        #expect(records.map(\.body) == [[0], [1], [2]])
        for purpose in [AppendPurpose.intake, .settlement] {
            await #expect(throws: JournalFailure.held(.otherMachine)) {
                try await journal.append(JournalFixture.group([[9]]), for: purpose)
            }
        }
        await journal.close()
        #expect(disk.contents(inFolder: JournalFixture.logFolder, ending: ".seg") == before)
        #expect(disk.names(inFolder: JournalFixture.logFolder) == names)
        #expect(try await hold(disk) == nil)
    }

    @Test func `releasing makes the store belong where it is, and nowhere else`() async throws {
        let disk = try await makeStore()
        let elsewhere = Self.origin(machine: 2)
        #expect(try Journal.release(at: "journal", storage: PlacedStorage(disk, at: elsewhere)) == .otherMachine)
        #expect(try Journal.release(at: "journal", storage: PlacedStorage(disk, at: elsewhere)) == nil)
        #expect(try await hold(disk, at: elsewhere) == nil)
        #expect(try await hold(disk) == .otherMachine)
    }

    @Test func `a restored store is held also where it was made, until it is released`() async throws {
        let disk = try await makeStore()
        try Journal.holdRestored(at: "journal", storage: PlacedStorage(disk, at: Self.home))
        #expect(try await hold(disk) == .restored)
        #expect(try await hold(disk, at: nil) == .restored)
        #expect(try Journal.release(at: "journal", storage: PlacedStorage(disk, at: Self.home)) == .restored)
        #expect(try await hold(disk) == nil)
    }

    @Test func `a log without the file that says where it belongs is held, as a copy without it`() async throws {
        let disk = FaultyStorage()
        // Where nobody can tell the place, nothing is written and nothing is held.
        let (old, _) = try await JournalFixture.open(disk)
        _ = try await old.append(JournalFixture.group([[1]]), for: .intake)
        await old.close()
        let copy = disk.crashed(.nothing)
        #expect(try await hold(copy, at: nil) == nil)
        #expect(try await hold(copy) == .missingLock)
        #expect(try await hold(copy) == .missingLock, "no start claims it")
        #expect(try Journal.release(at: "journal", storage: PlacedStorage(copy, at: Self.home)) == .missingLock)
        #expect(try await hold(copy) == nil)
        #expect(try await hold(copy, at: Self.origin(machine: 2)) == .otherMachine)
    }

    @Test func `a store that was begun elsewhere and got no log there is new here`() async throws {
        let disk = FaultyStorage()
        // The place is written, and the disk has no room for a segment.
        disk.fail(.write, after: 2, with: ENOSPC, forever: true)
        await #expect(throws: JournalFailure.self) {
            try await JournalFixture.open(PlacedStorage(disk, at: Self.home))
        }
        disk.mend()
        let moved = disk.crashed(.everything)
        let there = Self.origin(machine: 2)
        #expect(try Journal.hold(at: "journal", storage: PlacedStorage(moved, at: there)) == nil)
        #expect(try await hold(moved, at: there) == nil)
        #expect(try await hold(moved, at: there) == nil, "at the second start, which finds a log")
        #expect(try await hold(moved) == .otherMachine)
    }

    @Test func `a new store says where it belongs before it has a log, and none is begun where that fails`()
        async throws
    {
        for call in [FaultyDisk.Call.write, .sync] {
            for passes in 0..<4 {
                let disk = FaultyStorage()
                disk.fail(call, after: passes, with: ENOSPC, forever: true)
                _ = try? await JournalFixture.open(PlacedStorage(disk, at: Self.home))
                disk.mend()
                #expect(try await hold(disk.crashed(.nothing)) == nil, "\(call) \(passes)")
            }
        }
    }

    @Test(arguments: 1...12) func `a crash while the place is written leaves the store as it was or as it is to be`(
        seed: UInt64
    ) async throws {
        for call in [FaultyDisk.Call.write, .sync] {
            for passes in 0..<3 {
                let fresh = FaultyStorage()
                fresh.fail(call, after: passes, with: EIO, forever: true)
                _ = try? Journal.holdRestored(at: "journal", storage: PlacedStorage(fresh, at: Self.home))
                let first = fresh.crashed(.sectors(seed: seed))
                #expect([nil, .restored].contains(try await hold(first)), "new, \(call) \(passes)")

                let disk = try await makeStore()
                disk.fail(call, after: passes, with: EIO, forever: true)
                let there = PlacedStorage(disk, at: Self.origin(machine: 2))
                _ = try? Journal.release(at: "journal", storage: there)
                let crashed = disk.crashed(.sectors(seed: seed))
                let isReleased = try await hold(crashed, at: Self.origin(machine: 2)) == nil
                #expect(try await hold(crashed) == (isReleased ? .otherMachine : nil), "moved, \(call) \(passes)")
            }
        }
    }

    @Test func `one damaged place in LOCK is made up for by the other, and two hold the store`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/journal"
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: path)
        await journal.close()
        #expect(try Journal.hold(at: path) == nil)
        let bytes = try FileBytes.read("\(path)/LOCK", atMost: 1 << 16)
        for places in [[0], [4096], [0, 4096]] {
            var damaged = bytes
            for place in places { damaged[place + 50] ^= 1 }
            let file = try File.open("\(path)/LOCK", .writing)
            try file.writeAll(damaged)
            #expect(try Journal.hold(at: path) == (places.count == 2 ? .unreadableLock : nil), "\(places)")
        }
        #expect(try Journal.release(at: path) == .unreadableLock)
        #expect(try Journal.hold(at: path) == nil)
    }

    @Test func `a copied folder is held on the real disk, and a moved one is not`() async throws {
        let folder = TemporaryFolder()
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: "\(folder.path)/journal")
        _ = try await journal.append(JournalFixture.group([[1]]), for: .intake)
        #expect(throws: JournalFailure.locked) { try Journal.release(at: "\(folder.path)/journal") }
        await journal.close()
        try FileBytes.rename("\(folder.path)/journal", to: "moved")
        #expect(try Journal.hold(at: "\(folder.path)/moved") == nil)
        for name in ["copy", "copy/log"] { try FileBytes.makeFolder("\(folder.path)/\(name)") }
        for name in ["LOCK", "log/CURRENT", "log/00000000000000000001.seg"] {
            let bytes = try FileBytes.read("\(folder.path)/moved/\(name)", atMost: 1 << 20)
            try FileBytes.replace("\(folder.path)/copy/\(name)", with: bytes)
        }
        #expect(try Journal.hold(at: "\(folder.path)/copy") == .otherFolder)
        #expect(try Journal.hold(at: "\(folder.path)/nowhere") == nil)
        try FileBytes.remove("\(folder.path)/moved/LOCK")
        #expect(try Journal.hold(at: "\(folder.path)/moved") == .missingLock)
    }

    @Test func `a place of a later format is not guessed at`() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/journal"
        let (journal, _) = try await JournalFixture.open(DiskStorage(), at: path)
        await journal.close()
        var bytes = try FileBytes.read("\(path)/LOCK", atMost: 1 << 16)
        for place in [0, 4096] {
            bytes[place + 8] = 2
            let check = CRC32C.hash(Array(bytes[place..<place + 60]))
            for index in 0..<4 { bytes[place + 60 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
        }
        try FileBytes.replace("\(path)/LOCK", with: bytes)
        await #expect(throws: JournalFailure.newerFormat(version: 2)) {
            try await JournalFixture.open(DiskStorage(), at: path)
        }
    }
}
