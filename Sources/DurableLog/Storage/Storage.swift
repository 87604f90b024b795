package import LinuxSystem

/// The disk as the journal sees it: every call it makes, so that a test can stand in for the disk.
///
/// All calls may block; the journal makes them on threads of its own. None is retried after an error.
package protocol Storage: Sendable {
    /// The names in a folder, sorted.
    func names(in folder: String) throws(SystemError) -> [String]
    /// Makes a folder that may be there already, readable by its owner only.
    func makeFolder(_ path: String) throws(SystemError)
    /// Opens a file; `creating` makes a new one and refuses one that is there.
    func open(_ path: String, creating: Bool) throws(SystemError) -> any StorageFile
    /// Moves a file over another name in the same folder. Durable only after `synchronizeFolder`.
    func rename(_ path: String, to other: String) throws(SystemError)
    /// Removes a file. Durable only after `synchronizeFolder`.
    func remove(_ path: String) throws(SystemError)
    /// Makes the entries of a folder durable.
    func synchronizeFolder(_ path: String) throws(SystemError)
}

/// An open file of a `Storage`.
package protocol StorageFile: Sendable {
    /// Writes all bytes at a place. Durable only after `synchronize`.
    func write(_ bytes: [UInt8], at offset: Int) throws(SystemError)
    /// Reads so many bytes; fewer only where the file ends.
    func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8]
    /// Makes what was written durable: `fdatasync(2)`. After an error the data may be gone.
    func synchronize() throws(SystemError)
    /// The length in bytes.
    func size() throws(SystemError) -> Int
    /// Takes the file for this process; false when another has it.
    func lock() throws(SystemError) -> Bool
}
