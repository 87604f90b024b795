internal import CLinux
internal import Glibc

/// What the program sets for its whole process when it starts, before it opens anything.
package enum ProcessSettings {
    /// Raises the number of files that may be open at once to what the system allows this process.
    ///
    /// - Throws: `SystemError` with the old limit still in force.
    package static func raiseOpenFileLimit() throws(SystemError) {
        _ = try retryingInterrupts("setrlimit") { vaxel_raise_open_file_limit() }
    }

    /// How many files may be open at once.
    package static var openFileLimit: Int {
        Int(clamping: vaxel_open_file_limit())
    }

    /// Forbids core dumps and attaching debuggers, since memory holds patient data.
    ///
    /// - Throws: `SystemError` when one of the two could not be forbidden.
    package static func disableCoreDumps() throws(SystemError) {
        _ = try retryingInterrupts("setrlimit") { vaxel_disable_core_files() }
        _ = try retryingInterrupts("prctl") { vaxel_set_not_dumpable() }
    }

    /// Whether the kernel may still write a core dump of this process or let another one attach.
    package static var isDumpable: Bool {
        vaxel_is_dumpable() != 0
    }

    /// Sets which permission bits new files never get, and returns the mask in force before.
    @discardableResult
    package static func setUmask(_ mask: UInt32) -> UInt32 {
        umask(mask)
    }

    /// The user that file accesses are judged by; 0 is root.
    package static var effectiveUserID: UInt32 {
        geteuid()
    }
}
