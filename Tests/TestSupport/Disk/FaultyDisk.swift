internal import LinuxSystem

/// What a faulty storage holds: what the program sees, and what of it a crash may take away.
package struct FaultyDisk: Sendable {
    /// The calls that can be made to fail.
    package enum Call: Hashable, Sendable, CaseIterable {
        case open, lock, read, write, truncate, sync, rename, unlink, syncFolder, names, freeBytes

        /// Whether the call may leave something behind.
        var mayChange: Bool { ![.read, .names, .freeBytes].contains(self) }
    }

    /// What a call meets that was ordered to fail.
    enum Failing {
        case code(Int32)
        /// A read or write takes or gives only so many bytes.
        case short(Int)
    }

    struct Fault {
        let call: Call
        var passes: Int
        let failing: Failing
        let isForever: Bool
    }

    struct FileImage {
        /// A change of a file since its last sync.
        enum Change {
            case write(offset: Int, bytes: [UInt8])
            case resize(Int)
        }

        /// What reads show.
        var contents = FileContents()
        /// What a crash leaves for certain.
        var synced = FileContents()
        var unsynced: [Change] = []
        /// Whether a sync has failed, so that what reads show is not all that will be on disk.
        var forgets = false

        /// Everything since the last sync is on disk.
        mutating func settle() {
            if forgets {
                for change in unsynced { change.take(in: &synced) }
            } else {
                synced = contents
            }
            unsynced = []
        }
    }

    /// A change of a folder's names since its last sync: one name goes, or one comes, or both at once.
    struct NameChange {
        let folder: String
        let removed: String?
        let added: (name: String, file: Int)?
    }

    private(set) var files: [Int: FileImage] = [:]
    /// Names by folder, as reads show them and as a crash leaves them for certain.
    private(set) var names: [String: [String: Int]] = [:]
    private(set) var syncedNames: [String: [String: Int]] = [:]
    private(set) var unsyncedNames: [NameChange] = []
    /// All changes since recording began; nil while nothing is recorded.
    private(set) var steps: [DiskStep]?
    var faults: [Fault] = []
    var counts: [Call: Int] = [:]
    var longestTransfer: Int?
    /// How many calls that change something still work; nil for all.
    var changesLeft: Int?
    var freeBytes: UInt64 = 1 << 40
    private var nextFile = 1

    init() {}

    /// A disk that has lain still: everything on it is synced.
    init(names: [String: [String: Int]], files: [Int: FileContents]) {
        self.names = names
        syncedNames = names
        self.files = files.mapValues { FileImage(contents: $0, synced: $0) }
        nextFile = (files.keys.max() ?? 0) + 1
    }

    /// Begins to keep every change.
    mutating func record() {
        steps = []
    }

    /// Counts a call, and fails it when that was ordered.
    ///
    /// - Returns: how many bytes the call may take or give at most; nil without a limit.
    @discardableResult
    mutating func enter(_ call: Call) throws(SystemError) -> Int? {
        counts[call, default: 0] += 1
        if let left = changesLeft, call.mayChange {
            guard left > 0 else { throw SystemError(call: "\(call)", code: 5) }
            changesLeft = left - 1
        }
        var limit = longestTransfer
        for index in faults.indices where faults[index].call == call {
            guard faults[index].passes == 0 else {
                faults[index].passes -= 1
                continue
            }
            let fault = faults[index]
            if !fault.isForever { faults.remove(at: index) }
            switch fault.failing {
            case .code(let code): throw SystemError(call: "\(call)", code: code)
            case .short(let count): limit = count
            }
            break
        }
        return limit
    }

    /// Makes a file with a name, and returns its number.
    mutating func makeFile(_ name: String, in folder: String) -> Int {
        let file = nextFile
        perform(.made(file: file, name: name, folder: folder))
        return file
    }

    /// Takes a change, and keeps it when changes are recorded.
    mutating func perform(_ step: DiskStep) {
        apply(step)
        steps?.append(step)
    }

    /// Takes a change.
    mutating func apply(_ step: DiskStep) {
        switch step {
        case .made(let file, let name, let folder):
            nextFile = max(nextFile, file + 1)
            files[file] = FileImage()
            change(NameChange(folder: folder, removed: nil, added: (name, file)))
        case .wrote(let file, let offset, let bytes):
            change(file) { image in
                image.contents.write(bytes, at: offset)
                image.unsynced.append(.write(offset: offset, bytes: bytes))
            }
        case .truncated(let file, let size):
            change(file) { image in
                image.contents.resize(to: size)
                image.unsynced.append(.resize(size))
            }
        case .synced(let file):
            change(file) { $0.settle() }
        case .renamed(let old, let new, let folder):
            guard let file = names[folder]?[old] else { return }
            change(NameChange(folder: folder, removed: old, added: (new, file)))
        case .unlinked(let name, let folder):
            change(NameChange(folder: folder, removed: name, added: nil))
        case .syncedFolder(let folder):
            syncedNames[folder] = names[folder]
            unsyncedNames.removeAll { $0.folder == folder }
        }
    }

    /// A sync of a file has failed: its pages count as clean, so that no later sync writes what this one should have.
    ///
    /// Reads go on showing it. Source: what Linux does since 4.13.
    mutating func forgetUnsynced(of file: Int) {
        change(file) { image in
            image.forgets = image.forgets || !image.unsynced.isEmpty
            image.unsynced = []
        }
    }

    /// Reads of a file show what is on disk, and what is still to be written there.
    mutating func dropCached(of file: Int) {
        change(file) { image in
            guard image.forgets else { return }
            image.contents = image.synced
            for change in image.unsynced { change.take(in: &image.contents) }
            image.forgets = false
        }
    }

    /// Gives a file other contents, as rot would: they are on disk at once.
    mutating func replace(_ file: Int, with contents: FileContents) {
        files[file] = FileImage(contents: contents, synced: contents)
    }

    /// Takes a name away for good, as a careless hand would.
    mutating func lose(_ name: String, in folder: String) {
        names[folder]?[name] = nil
        syncedNames[folder]?[name] = nil
    }

    private mutating func change(_ file: Int, _ body: (inout FileImage) -> Void) {
        // Taken out while changed, so that nothing is copied.
        guard var image = files.removeValue(forKey: file) else { return }
        body(&image)
        files[file] = image
    }

    private mutating func change(_ change: NameChange) {
        change.take(in: &names)
        unsyncedNames.append(change)
    }
}

extension FaultyDisk.NameChange {
    func take(in names: inout [String: [String: Int]]) {
        if let removed { names[folder]?[removed] = nil }
        if let added { names[folder, default: [:]][added.name] = added.file }
    }
}

extension FaultyDisk.FileImage.Change {
    func take(in contents: inout FileContents) {
        switch self {
        case .write(let offset, let bytes): contents.write(bytes, at: offset)
        case .resize(let size): contents.resize(to: size)
        }
    }
}
