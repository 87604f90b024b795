internal import CLinux
internal import Glibc

/// The running program, as the kernel sees it.
package enum CurrentProcess {
    /// Ends the program at once with a status.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// Has the kernel get back the pages of memory in which nothing is in use any more, as far as the C library can tell.
    ///
    /// Takes some milliseconds for each 100 MB, and whoever asks for memory meanwhile may wait for it.
    package static func giveBackMemory() {
        vaxel_give_back_memory()
    }

    /// The path of the program's own file.
    package static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
