package import LinuxSystem

/// The machine's own disk.
package struct FileStorage: Storage {
    /// The storage below the root of the file system.
    package init() {}

    package func names(in folder: String) throws(SystemError) -> [String] {
        try FileBytes.names(in: folder)
    }

    package func makeFolder(_ path: String) throws(SystemError) {
        try FileBytes.makeFolder(path)
    }

    package func open(_ path: String, creating: Bool) throws(SystemError) -> any StorageFile {
        try BlockFile(path, creating: creating)
    }

    package func rename(_ path: String, to other: String) throws(SystemError) {
        try FileBytes.rename(path, to: other)
    }

    package func remove(_ path: String) throws(SystemError) {
        try FileBytes.remove(path)
    }

    package func synchronizeFolder(_ path: String) throws(SystemError) {
        try FileBytes.syncFolder(path)
    }
}

extension BlockFile: StorageFile {}
