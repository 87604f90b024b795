internal import LinuxSystem

/// The folder on disk: whole files, each written beside its place and renamed into it.
///
/// A file that was written is there after a power cut, whole or as it was before.
struct PlanFolder: Sendable {
    private let path: String

    /// Opens the folder, making it if it is not there.
    init(path: String) throws(SystemError) {
        self.path = path
        try FileBytes.makeFolder(path)
    }

    /// The names of the files with that ending, in order.
    func names(endingIn ending: String) throws(SystemError) -> [String] {
        try FileBytes.names(in: path).filter { $0.hasSuffix(ending) }
    }

    /// All bytes of a file.
    func read(_ name: String) throws(SystemError) -> [UInt8] {
        try FileBytes.read("\(path)/\(name)", atMost: Limits.fileBytes, followingLinks: false)
    }

    /// Writes a file whole; returns when the disk has it.
    func write(_ bytes: [UInt8], to name: String) throws(SystemError) {
        try FileBytes.replace("\(path)/\(name)", with: bytes)
    }
}
