internal import CLinux
internal import Glibc

/// The running program, as the kernel sees it.
package enum CurrentProcess {
    /// Ends the program at once with a status.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// Whether the program runs with root's rights.
    package static var isRoot: Bool { geteuid() == 0 }

    /// The user id the program acts with.
    package static var userID: UInt32 { geteuid() }

    /// Lets only the owner read what the program creates from now on.
    package static func keepFilesPrivate() {
        _ = umask(0o077)
    }

    /// Keeps payloads out of core dumps: no dump is written, and the process cannot be attached to by its own user.
    package static func forbidCoreDumps() throws(SystemError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else { throw SystemError.last("setrlimit") }
        guard vaxel_forbid_dump() == 0 else { throw SystemError.last("prctl") }
    }

    /// Raises the number of files and sockets the program may have open to what the system allows.
    package static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// The path of the program's own file.
    package static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Leaves a signal to whoever waits for it by other means than a handler: without this, SIGTERM ends the program.
    package static func ignore(signal: StopSignal) {
        _ = Glibc.signal(signal.number, SIG_IGN)
    }
}

/// A signal that asks the program to stop.
package enum StopSignal: CaseIterable, Sendable {
    /// Sent by `kill` and by service managers.
    case terminate
    /// Sent by Ctrl-C.
    case interrupt

    /// The number in `signal(7)`.
    package var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        }
    }
}
