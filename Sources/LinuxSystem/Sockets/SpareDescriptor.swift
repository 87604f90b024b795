internal import Glibc

/// A descriptor held back for the moment when none is left.
///
/// Without it a client that cannot be accepted keeps the listening socket readable, and the event source spins.
/// Use it from one queue only.
package struct SpareDescriptor: ~Copyable {
    private var descriptor: Int32

    /// Takes a descriptor, if there is one.
    package init() {
        descriptor = Self.opened()
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Gives the spare up for one call, and takes it back after.
    package mutating func lend(_ body: () -> Void) {
        if descriptor >= 0 { Glibc.close(descriptor) }
        body()
        descriptor = Self.opened()
    }

    private static func opened() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
