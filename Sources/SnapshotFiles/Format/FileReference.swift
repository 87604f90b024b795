/// A table or page file as a manifest names it.
struct FileReference: Hashable, Sendable {
    var kind: FileKind
    /// The number in its name; no two files of a folder ever have the same.
    var number: UInt64
    /// Bytes of the whole file.
    var length: UInt64
    /// The check value in its footer.
    var check: UInt32

    var name: String { kind.name(number) }
}
