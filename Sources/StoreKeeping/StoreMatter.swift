/// What can be the matter with a file of a store, and what an operator does about it.
enum StoreMatter {
    /// Bytes behind the last batch that were never acknowledged.
    case tornTail
    /// Acknowledged records that cannot be read.
    case damage
    /// The disk does not give the file.
    case unreadable
    /// The file is of a newer program.
    case newerFormat
    /// A snapshot that no start can use.
    case snapshot
    /// No snapshot that a start can use, and a log that does not reach back to its beginning any more.
    case noStart

    var grade: StoreFinding.Grade {
        switch self {
        case .tornTail: .tornTail
        case .damage, .unreadable, .newerFormat, .snapshot, .noStart: .damaged
        }
    }

    /// What to do, in English.
    var english: String {
        switch self {
        case .tornTail:
            "Nothing is lost: nobody had been answered. The next start keeps these bytes in a .torn file and goes on."
        case .damage:
            "Copy the whole data folder to another disk before anything else, change nothing, and check disk and memory. "
                + "Restore the newest backup (vaxel store restore), or look at what can be read: vaxel serve --read-only."
        case .unreadable:
            "Check the disk, and that this is run as the gateway's user; then verify again. Change nothing in the folder."
        case .newerFormat:
            "Use the program that wrote it, or a newer one. Change nothing in the folder."
        case .snapshot:
            "Nothing is lost while the other snapshot is whole, or the log from its beginning: the next start uses that, and "
                + "takes longer. Check the disk, and make a backup."
        case .noStart:
            "The gateway does not start on this. Copy the whole data folder to another disk, change nothing, and restore the "
                + "newest backup (vaxel store restore); vaxel store dump shows what the log still holds."
        }
    }

    /// What to do, in Swedish.
    var swedish: String {
        switch self {
        case .tornTail:
            "Inget är förlorat: ingen hade fått besked. Nästa start sparar biten i en .torn-fil och går vidare."
        case .damage:
            "Kopiera hela datamappen till en annan disk först av allt, ändra inget, och kontrollera disk och minne. "
                + "Återställ den senaste säkerhetskopian (vaxel store restore), eller titta på det som kan läsas: "
                + "vaxel serve --read-only."
        case .unreadable:
            "Kontrollera disken, och att kommandot körs som växelns användare; kontrollera sedan igen. Ändra inget i mappen."
        case .newerFormat:
            "Använd programmet som skrev den, eller ett nyare. Ändra inget i mappen."
        case .snapshot:
            "Inget är förlorat så länge den andra ögonblicksbilden är hel, eller loggen från sin början: nästa start "
                + "använder den och tar längre tid. Kontrollera disken och ta en säkerhetskopia."
        case .noStart:
            "Växeln startar inte på detta. Kopiera hela datamappen till en annan disk, ändra inget, och återställ den senaste "
                + "säkerhetskopian (vaxel store restore); vaxel store dump visar vad loggen har kvar."
        }
    }
}
