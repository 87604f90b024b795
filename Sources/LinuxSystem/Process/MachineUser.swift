internal import Glibc

/// A user of this machine, with the group that files of its own get.
package struct MachineUser: Hashable, Sendable {
    /// The number that the kernel knows the user by; 0 is root.
    package let id: UInt32
    /// The number of the user's own group.
    package let group: UInt32

    /// A user whose numbers are known.
    package init(id: UInt32, group: UInt32) {
        self.id = id
        self.group = group
    }

    /// The user of that name, as in `getent passwd`; nil when there is none.
    package init?(named name: String) {
        self.init { getpwnam_r(name, $0, $1, $2, $3) }
    }

    /// The user of that number; nil when there is none.
    package init?(id: UInt32) {
        self.init { getpwuid_r(id, $0, $1, $2, $3) }
    }

    /// The user that this process acts as.
    package static var current: MachineUser {
        MachineUser(id: geteuid(), group: getegid())
    }

    private init?(
        _ find: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // Room for the strings of one entry, of which only the numbers are used.
        var strings = [CChar](repeating: 0, count: 65_536)
        let status = find(&entry, &strings, strings.count, &found)
        guard status == 0, found != nil else { return nil }
        self.init(id: entry.pw_uid, group: entry.pw_gid)
    }
}
