/// Why a store takes nothing and gives nothing out until an operator releases it.
///
/// Two gateways on copies of one store would deliver everything twice; so whatever may be a copy is held.
package enum StoreHold: String, Hashable, Sendable, CustomStringConvertible {
    /// Another machine wrote the store.
    case otherMachine = "other-machine"
    /// The store was written in another folder: it has been copied, or moved to another disk.
    case otherFolder = "other-folder"
    /// The store was restored from a backup.
    case restored
    /// The file that says where the store belongs cannot be understood.
    case unreadableLock = "unreadable-lock"
    /// There is a log and nothing that says where it belongs: that file was not copied with it.
    case missingLock = "missing-lock"

    /// What was found, for operators, in English.
    package var description: String {
        switch self {
        case .otherMachine: "it was written on another machine"
        case .otherFolder: "it was written in another folder, so it has been copied or moved"
        case .restored: "it was restored from a backup"
        case .unreadableLock: "its file LOCK is damaged, so it cannot be told whether it is a copy"
        case .missingLock: "its file LOCK is missing or empty, so it cannot be told whether it is a copy"
        }
    }

    /// What was found, for operators, in Swedish.
    package var swedish: String {
        switch self {
        case .otherMachine: "det är skrivet på en annan maskin"
        case .otherFolder: "det är skrivet i en annan mapp, alltså kopierat eller flyttat"
        case .restored: "det är återställt från en säkerhetskopia"
        case .unreadableLock: "dess fil LOCK är skadad, så det går inte att säga om det är en kopia"
        case .missingLock: "dess fil LOCK saknas eller är tom, så det går inte att säga om det är en kopia"
        }
    }
}
