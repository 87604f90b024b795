internal import LinuxSystem

/// A simulated disk that is not in use, as one moment left it: what a crash leaves of it can be asked again and again.
package struct DiskImage: Sendable {
    fileprivate var disk: FaultyDisk

    /// One of the disks that a crash at this moment may leave.
    package func crashed(_ survival: FaultyStorage.Survival) -> DiskImage {
        DiskImage(disk: disk.crashed(survival))
    }

    /// A storage that begins with it, and goes its own way.
    package func storage() -> FaultyStorage {
        FaultyStorage(disk)
    }

    /// A hash of everything that can be read on it; it differs from run to run.
    package var digest: Int {
        var hasher = Hasher()
        for (folder, name, contents) in files {
            hasher.combine(folder)
            hasher.combine(name)
            contents.hash(into: &hasher)
        }
        return hasher.finalize()
    }

    /// All files with their folders, in the order of their names.
    package var allFiles: [(folder: String, name: String, bytes: [UInt8])] {
        files.map { ($0.folder, $0.name, $0.contents.bytes) }
    }

    /// The length of a file in bytes; nil when there is none of that name.
    package func size(of name: String, inFolder folder: String) -> Int? {
        disk.names[folder]?[name].flatMap { disk.files[$0]?.contents.count }
    }

    /// The bytes of a range that lies within a file; none when there is no such file.
    package func bytes(in range: Range<Int>, of name: String, inFolder folder: String) -> [UInt8] {
        disk.names[folder]?[name].flatMap { disk.files[$0]?.contents.bytes(in: range) } ?? []
    }

    /// The image with other bytes at one place of a file, as rot would leave it.
    package func changing(_ name: String, inFolder folder: String, at offset: Int, to bytes: [UInt8]) -> DiskImage {
        guard let file = disk.names[folder]?[name], var contents = disk.files[file]?.contents else { return self }
        contents.write(bytes, at: offset)
        var changed = self
        changed.disk.replace(file, with: contents)
        return changed
    }

    private var files: [(folder: String, name: String, contents: FileContents)] {
        disk.names.sorted { $0.key < $1.key }.flatMap { folder, names in
            names.sorted { $0.key < $1.key }.map { (folder, $0.key, disk.files[$0.value]?.contents ?? FileContents()) }
        }
    }
}

extension FaultyStorage {
    /// The disk as it is at this moment, with what is not synced yet.
    package var image: DiskImage {
        DiskImage(disk: disk.withLock { $0 })
    }

    /// Begins to keep every change of the disk.
    package func record() -> DiskRecording {
        disk.withLock { disk in
            let start = disk
            disk.record()
            return DiskRecording(storage: self, start: DiskImage(disk: start))
        }
    }
}

/// Every change of a disk since one moment, so that it can be had as it was after any of them.
package struct DiskRecording: Sendable {
    fileprivate let storage: FaultyStorage
    fileprivate let start: DiskImage

    /// How many changes there were until now.
    package var count: Int { storage.disk.withLock { $0.steps?.count ?? 0 } }

    /// The disk before the first change and after each.
    package func images() -> [DiskImage] {
        let steps = storage.disk.withLock { $0.steps ?? [] }
        var images = [start]
        images.reserveCapacity(steps.count + 1)
        var disk = start.disk
        for step in steps {
            disk.apply(step)
            images.append(DiskImage(disk: disk))
        }
        return images
    }

    /// The disk after so many changes.
    package func image(after count: Int) -> DiskImage {
        let steps = storage.disk.withLock { $0.steps ?? [] }
        var disk = start.disk
        for step in steps.prefix(count) { disk.apply(step) }
        return DiskImage(disk: disk)
    }

    /// The changes for people, one a line.
    package var texts: [String] {
        storage.disk.withLock { ($0.steps ?? []).map(\.description) }
    }
}
