internal import CLinux
internal import Glibc

/// Random numbers from the kernel's generator, fit for secrets.
///
/// Source: getrandom(2).
package enum SystemRandom {
    /// So many random bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = vaxel_getrandom(buffer.baseAddress.map { $0 + filled }, UInt(count - filled))
                // The call can fail only by a signal (repeat) or on a kernel without it, where nothing here is safe.
                precondition(got > 0 || errno == EINTR, "getrandom is not available")
                filled += max(got, 0)
            }
        }
    }

    /// Sixty-four random bits.
    package static func uint64() -> UInt64 {
        bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
