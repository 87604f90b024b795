internal import Glibc

/// What the transport asks the machine.
package enum HostFacts {
    /// Processors that are on, at least one.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    package static var wallSeconds: Int64 { Int64(time(nil)) }
}
