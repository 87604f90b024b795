internal import CLinux
internal import Glibc

/// The kernel's random numbers, fit for tokens and keys.
package enum SystemRandom {
    /// So many random bytes.
    ///
    /// `getrandom(2)` cannot fail for a valid buffer once the system has booted, so there is no error to handle.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let step = bytes.withUnsafeMutableBytes { vaxel_getrandom($0.baseAddress.map { $0 + filled }, count - filled) }
            precondition(step > 0 || errno == EINTR, "getrandom(2) failed")
            filled += max(step, 0)
        }
        return bytes
    }

    /// A random number.
    package static func uint64() -> UInt64 {
        bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
