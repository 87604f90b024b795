internal import Glibc

/// The running program, as the kernel sees it.
package enum CurrentProcess {
    /// Ends the program at once with a status.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// The path of the program's own file.
    package static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
