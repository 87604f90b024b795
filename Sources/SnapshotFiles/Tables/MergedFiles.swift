/// What a merge beside the snapshots has made, until the next snapshot takes it up.
struct MergedFiles: Sendable {
    let tableName: String
    /// The numbers of the files that were merged, newest first.
    let inputs: [UInt64]
    /// The file that stands for them; nil when no entry was left.
    let output: TableFile?

    /// A table's files with the output in the place of the inputs; nil when these are not all there one after another.
    func replacing(in files: [TableFile]) -> [TableFile]? {
        guard let start = files.firstIndex(where: { $0.reference.number == inputs.first }),
            files[start...].prefix(inputs.count).map(\.reference.number) == inputs
        else { return nil }
        return files[..<start] + (output.map { [$0] } ?? []) + files[(start + inputs.count)...]
    }
}
