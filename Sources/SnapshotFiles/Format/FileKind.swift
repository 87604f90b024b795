/// The kinds of files in the folder of snapshots.
enum FileKind: Sendable, CaseIterable {
    case manifest, table, pages

    /// The first eight bytes of a file of this kind.
    var magic: String {
        switch self {
        case .manifest: "VAXELSNP"
        case .table: "VAXELTAB"
        case .pages: "VAXELPAG"
        }
    }

    private var ending: String {
        switch self {
        case .manifest: ".snapshot"
        case .table: ".table"
        case .pages: ".pages"
        }
    }

    /// What a file is called while it has not got its name.
    static let temporaryEnding = ".new"

    /// The file's name: its number in 20 digits, and the kind's ending.
    func name(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.count) + digits + ending
    }

    /// The number in a name that `name` has given; nil for any other name.
    func number(in name: String) -> UInt64? {
        guard name.hasSuffix(ending), let number = UInt64(name.dropLast(ending.utf8.count)),
            self.name(number) == name
        else { return nil }
        return number
    }
}
