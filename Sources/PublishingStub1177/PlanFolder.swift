internal import Glibc

/// The folder on disk: whole files, each written beside its place and renamed into it.
///
/// A file that was written is there after a power cut, whole or as it was before.
struct PlanFolder: Sendable {
    /// A call that failed, by its name and `errno`.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32

        init(_ call: String) {
            self.call = call
            code = errno
        }

        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    private let path: String

    /// Opens the folder, making it if it is not there.
    init(path: String) throws(Failure) {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure("mkdir") }
    }

    /// The names of the files with that ending, in order.
    func names(endingIn ending: String) throws(Failure) -> [String] {
        guard let folder = opendir(path) else { throw Failure("opendir") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(ending) { names.append(name) }
        }
        return names.sorted()
    }

    /// All bytes of a file.
    func read(_ name: String) throws(Failure) -> [UInt8] {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw Failure("open") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else { throw Failure("read") }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Writes a file whole; returns when the disk has it.
    func write(_ bytes: [UInt8], to name: String) throws(Failure) {
        let temporary = "\(path)/\(name).new"
        try writeAndSync(bytes, temporary)
        guard rename(temporary, "\(path)/\(name)") == 0 else { throw Failure("rename") }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Failure("open") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Failure("fsync") }
    }

    private func writeAndSync(_ bytes: [UInt8], _ path: String) throws(Failure) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure("open") }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure("write") }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw Failure("fsync") }
    }
}
