internal import Glibc

/// What the transport asks the machine.
package enum HostFacts {
    /// Processors that are on, at least one.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// File descriptors that this process may have open (RLIMIT_NOFILE, getrlimit(2)).
    package static var descriptorLimit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    package static var wallSeconds: Int64 { Int64(time(nil)) }
}
