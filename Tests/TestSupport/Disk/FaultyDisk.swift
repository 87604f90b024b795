internal import LinuxSystem

/// What a faulty storage holds: what the program sees, and what would be found after a crash.
package struct FaultyDisk: Sendable {
    /// The calls that can be made to fail.
    package enum Call: Hashable, Sendable, CaseIterable {
        case open, read, write, truncate, sync, rename, unlink, syncFolder, names, freeBytes

        /// Whether the call may leave something behind.
        var mayChange: Bool { ![.read, .names, .freeBytes].contains(self) }
    }

    struct Fault {
        let call: Call
        var passes: Int
        let code: Int32
        let isForever: Bool
    }

    struct FileImage {
        /// What reads show.
        var bytes: [UInt8] = []
        /// What a crash leaves for certain.
        var synced: [UInt8] = []
        /// Writes since the last sync.
        var unsynced: [(offset: Int, bytes: [UInt8])] = []

        mutating func settle() {
            synced = bytes
            unsynced = []
        }
    }

    var files: [Int: FileImage] = [:]
    /// Names by folder, as reads show them and as a crash leaves them.
    var names: [String: [String: Int]] = [:]
    var syncedNames: [String: [String: Int]] = [:]
    var faults: [Fault] = []
    var counts: [Call: Int] = [:]
    var longestTransfer: Int?
    /// How many calls that change something still work; nil for all.
    var changesLeft: Int?
    var freeBytes: UInt64 = 1 << 40
    var holdsSyncs = false
    var heldSyncs = 0
    var watchers: [CheckedContinuation<Void, Never>] = []
    private var nextFile = 1

    init() {}

    /// Counts a call, and fails it when that was ordered.
    mutating func enter(_ call: Call) throws(SystemError) {
        counts[call, default: 0] += 1
        if let left = changesLeft, call.mayChange {
            guard left > 0 else { throw SystemError(call: "\(call)", code: 5) }
            changesLeft = left - 1
        }
        for index in faults.indices where faults[index].call == call {
            guard faults[index].passes == 0 else {
                faults[index].passes -= 1
                continue
            }
            let code = faults[index].code
            if !faults[index].isForever { faults.remove(at: index) }
            throw SystemError(call: "\(call)", code: code)
        }
    }

    mutating func makeFile(_ name: String, in folder: String) -> Int {
        defer { nextFile += 1 }
        files[nextFile] = FileImage()
        names[folder, default: [:]][name] = nextFile
        return nextFile
    }

    func crashed(_ survival: FaultyStorage.Survival) -> FaultyDisk {
        var disk = FaultyDisk()
        disk.nextFile = nextFile
        disk.names = if case .everything = survival { names } else { syncedNames }
        disk.syncedNames = disk.names
        for (id, image) in files {
            let bytes =
                switch survival {
                case .nothing: image.synced
                case .everything: image.bytes
                case .sectors(let seed): image.torn(seed: seed &+ UInt64(id))
                }
            disk.files[id] = FileImage(bytes: bytes, synced: bytes)
        }
        return disk
    }
}

extension FaultyDisk.FileImage {
    func torn(seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var result = synced
        for write in unsynced {
            for start in stride(from: 0, to: write.bytes.count, by: 512) where Bool.random(using: &random) {
                let sector = write.bytes[start..<min(start + 512, write.bytes.count)]
                let place = write.offset + start
                if result.count < place + sector.count {
                    result += [UInt8](repeating: 0, count: place + sector.count - result.count)
                }
                result.replaceSubrange(place..<place + sector.count, with: sector)
            }
        }
        return result
    }
}
