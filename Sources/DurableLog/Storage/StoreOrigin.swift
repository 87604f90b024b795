/// Where a store lies: on which machine, and in which folder there.
///
/// A part that is not known is compared with nothing.
package struct StoreOrigin: Hashable, Sendable {
    /// A hash of the machine's id, 16 bytes; zeros when the machine has none.
    package let machine: [UInt8]
    /// The number of the folder in its file system.
    package let inode: UInt64
    /// When the folder was made, in nanoseconds since 1970, which no copy has; 0 where the file system does not say.
    package let birth: UInt64

    static let machineBytes = 16

    /// Names a place; a hash of another length than 16 bytes stops the program.
    package init(machine: [UInt8], inode: UInt64, birth: UInt64) {
        precondition(machine.count == Self.machineBytes, "a machine's hash has 16 bytes")
        self.machine = machine
        self.inode = inode
        self.birth = birth
    }

    /// In what a store that was there and is here now has moved; nil when it is where it was.
    func move(to other: StoreOrigin) -> StoreHold? {
        if machine != other.machine, isMachineKnown, other.isMachineKnown { return .otherMachine }
        if inode != other.inode { return .otherFolder }
        if birth != other.birth, birth != 0, other.birth != 0 { return .otherFolder }
        return nil
    }

    private var isMachineKnown: Bool { machine.contains { $0 != 0 } }
}
