internal import Digests

/// Where a store belongs, as its file `LOCK` has it.
///
/// `LOCK` cannot be replaced by another file, since the lock is on this one. It has two places for the identity, each on
/// a page of its own; a write goes to the older one, so that a torn write leaves the other. The later sound one counts.
///
///     offset  bytes  what (integers little-endian)
///          0      8  magic "VAXELOCK"
///          8      4  format version, 1
///         12      4  1 while the store is held until released, wherever it is; else 0
///         16      8  generation: counts the writes
///         24     16  hash of the machine's id; zeros when it has none
///         40      8  inode number of the journal's folder
///         48      8  when that folder was made, in nanoseconds since 1970; 0 when unknown
///         56      4  zero
///         60      4  CRC32C of bytes 0–59
///
/// The second place begins at byte 4,096.
struct StoreIdentity: Hashable {
    static let length = 64
    static let places = [0, Limits.page]
    static let version: UInt32 = 1
    private static let magic: [UInt8] = Array("VAXELOCK".utf8)

    var origin: StoreOrigin
    /// Whether the store is held wherever it is.
    var isHeld: Bool
    var generation: UInt64

    /// The bytes of one place.
    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(isHeld ? 1 : 0))
        bytes.appendInteger(generation)
        bytes += origin.machine
        bytes.appendInteger(origin.inode)
        bytes.appendInteger(origin.birth)
        bytes.appendInteger(UInt32(0))
        bytes.appendInteger(CRC32C.hash(bytes))
        return bytes
    }

    /// Reads the bytes of one place; nil when there is nothing sound.
    ///
    /// - Throws: `newerFormat`.
    static func decode(_ bytes: ArraySlice<UInt8>) throws(JournalFailure) -> StoreIdentity? {
        let bytes = Array(bytes)
        guard bytes.count == length, bytes.starts(with: magic),
            CRC32C.hash(Array(bytes[..<60])) == bytes.integer(UInt32.self, at: 60)
        else { return nil }
        let version = bytes.integer(UInt32.self, at: 8)
        guard version <= Self.version else { throw .newerFormat(version: version) }
        return StoreIdentity(
            origin: StoreOrigin(
                machine: Array(bytes[24..<40]), inode: bytes.integer(UInt64.self, at: 40),
                birth: bytes.integer(UInt64.self, at: 48)),
            isHeld: bytes.integer(UInt32.self, at: 12) != 0, generation: bytes.integer(UInt64.self, at: 16))
    }
}
