extension FaultyDisk {
    /// The disk as it is found after the power has gone at this moment.
    func crashed(_ survival: FaultyStorage.Survival) -> FaultyDisk {
        switch survival {
        case .nothing: FaultyDisk(names: syncedNames, files: files.mapValues(\.synced))
        case .everything: FaultyDisk(names: names, files: files.mapValues(\.contents))
        case .sectors(let seed):
            FaultyDisk(
                names: syncedNames,
                files: Dictionary(
                    uniqueKeysWithValues: files.map { file, image in
                        var random = SeededRandom(seed: seed &+ UInt64(file))
                        return (file, image.surviving(&random) { _ in .torn })
                    }))
        case .anything(let seed): scattered(seed)
        }
    }

    /// One of the disks that a crash at this moment may leave, by chance.
    private func scattered(_ seed: UInt64) -> FaultyDisk {
        var random = SeededRandom(seed: seed)
        let names = survivingNames(&random)
        // Now and then all writes share one fate, which chance alone would seldom give them.
        let common = Bool.random(using: &random) ? nil : Fate.allCases.randomElement(using: &random)
        var contents: [Int: FileContents] = [:]
        // In a set order, or the same seed would leave another disk.
        for (file, image) in files.sorted(by: { $0.key < $1.key }) {
            contents[file] =
                image.unsynced.isEmpty
                ? image.synced
                : image.surviving(&random) { random in
                    common ?? Fate.allCases.randomElement(using: &random) ?? .dropped
                }
        }
        return FaultyDisk(names: names, files: contents)
    }

    /// Names as a file system may leave them: a journal keeps changes up to some moment, others any of them.
    private func survivingNames(_ random: inout SeededRandom) -> [String: [String: Int]] {
        var result = syncedNames
        if Bool.random(using: &random) {
            let kept = Int.random(in: 0...unsyncedNames.count, using: &random)
            for change in unsyncedNames.prefix(kept) { change.take(in: &result) }
        } else {
            for change in unsyncedNames where Bool.random(using: &random) { change.take(in: &result) }
        }
        return result
    }

    /// What a crash may do to a write that was not synced.
    enum Fate: CaseIterable {
        case kept
        case dropped
        /// Of its sectors of 512 bytes some are kept.
        case torn
        /// Some of its sectors hold neither what was there nor what was written.
        case garbage
    }
}

extension FaultyDisk.FileImage {
    /// What of the file a crash leaves; every change not synced meets a fate of its own.
    func surviving(
        _ random: inout SeededRandom, fate: (inout SeededRandom) -> FaultyDisk.Fate
    ) -> FileContents {
        var result = synced
        for change in unsynced {
            switch change {
            case .resize(let size):
                if Bool.random(using: &random) { result.resize(to: size) }
            case .write(let offset, let bytes):
                let fate = fate(&random)
                // A file may have got its new length and not its bytes.
                if fate == .dropped, Bool.random(using: &random) {
                    result.resize(to: max(result.count, offset + bytes.count))
                }
                result.take(bytes, at: offset, fate, &random)
            }
        }
        return result
    }
}

extension FileContents {
    private static let sector = 512

    fileprivate mutating func take(
        _ bytes: [UInt8], at offset: Int, _ fate: FaultyDisk.Fate, _ random: inout SeededRandom
    ) {
        switch fate {
        case .kept: write(bytes, at: offset)
        case .dropped: break
        case .torn:
            for place in Self.sectors(of: bytes) where Bool.random(using: &random) {
                write(Array(bytes[place]), at: offset + place.lowerBound)
            }
        case .garbage:
            for place in Self.sectors(of: bytes) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: write(Array(bytes[place]), at: offset + place.lowerBound)
                case 1:
                    let garbage = place.map { _ in UInt8.random(in: .min ... .max, using: &random) }
                    write(garbage, at: offset + place.lowerBound)
                default: break
                }
            }
        }
    }

    private static func sectors(of bytes: [UInt8]) -> [Range<Int>] {
        stride(from: 0, to: bytes.count, by: sector).map { $0..<min($0 + sector, bytes.count) }
    }
}
