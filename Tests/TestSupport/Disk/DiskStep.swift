/// One change of a simulated disk, as a storage call made it; a run is the list of them.
enum DiskStep: Sendable {
    case made(file: Int, name: String, folder: String)
    case wrote(file: Int, offset: Int, bytes: [UInt8])
    case truncated(file: Int, size: Int)
    case synced(file: Int)
    case renamed(old: String, new: String, folder: String)
    case unlinked(name: String, folder: String)
    case syncedFolder(String)
}

extension DiskStep: CustomStringConvertible {
    /// The step for people: which call, and on what.
    var description: String {
        switch self {
        case .made(let file, let name, let folder): "create \(folder)/\(name) as file \(file)"
        case .wrote(let file, let offset, let bytes): "write \(bytes.count) bytes to file \(file) at \(offset)"
        case .truncated(let file, let size): "truncate file \(file) to \(size)"
        case .synced(let file): "sync file \(file)"
        case .renamed(let old, let new, let folder): "rename \(folder)/\(old) to \(new)"
        case .unlinked(let name, let folder): "unlink \(folder)/\(name)"
        case .syncedFolder(let folder): "sync folder \(folder)"
        }
    }
}
