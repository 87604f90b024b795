/// What tells a directory from any other, and from its copies.
///
/// The number of the device is not in it: the kernel gives it anew at each start of the machine.
package struct FolderPlace: Hashable, Sendable {
    /// The number of the directory in its file system.
    package let inode: UInt64
    /// When the directory was made, in nanoseconds since 1970; no copy has it.
    ///
    /// 0 where the file system does not say.
    package let birthNanoseconds: UInt64
}
