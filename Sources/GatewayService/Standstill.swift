internal import DurableLog
internal import Queues

/// Why a gateway that runs takes no messages, for the person at the console.
enum Standstill {
    /// What is to be done, in English and Swedish; nil when the queues work or have failed.
    static func text(for failure: QueueFailure?, configuration: String) -> String? {
        switch failure {
        case .held(let hold): text(for: hold, configuration: configuration)
        case .readOnly:
            """
            Reading only: status, cases and dead letters can be looked at, nothing is taken and nothing given out.
            Enbart läsning: status, ärenden och obeställbara meddelanden kan visas, inget tas emot och inget lämnas ut.

            """
        default: nil
        }
    }

    /// What can be done about a journal that does not open; nil when its own message says all.
    static func hint(for failure: QueueFailure, configuration: String) -> String? {
        if case .notOpened(.thinned) = failure { return thinnedHint(configuration) }
        guard case .notOpened(.damaged) = failure else { return nil }
        return """
            Nothing was changed. Copy the whole data folder before anything else, then:
              vaxel store verify --config \(configuration)       says what is damaged and since when
              vaxel serve --read-only --config \(configuration)  shows what can be read
              vaxel store restore                              restores a backup into an empty data folder
            Inget är ändrat. Kopiera hela datamappen först av allt. vaxel store verify säger vad som är skadat,
            vaxel serve --read-only visar det som kan läsas, vaxel store restore återställer en säkerhetskopia.
            """
    }

    /// What can be done about a store whose snapshots are all unusable, and whose log no longer tells everything.
    private static func thinnedHint(_ configuration: String) -> String {
        """
        Neither snapshot can be used, and the log no longer reaches back to its beginning: only a backup helps. Nothing was changed.
          1. Copy the whole data folder to another disk, and check this one.
          2. vaxel store verify --config \(configuration)   names the files that are not sound; the disk's own log says why
          3. vaxel store restore                      restores the newest backup into an empty data folder, held until released
        Lost is what came after the backup: vaxel store dump shows it from the copied log, and senders can send it again, which
        doubles nothing that the backup has. Deliveries completed since the backup will be offered again: tell their receivers.
        Ingen ögonblicksbild kan användas, och loggen räcker inte längre till sin början: bara en säkerhetskopia hjälper.
        Inget är ändrat. Kopiera hela datamappen till en annan disk och kontrollera den här. vaxel store verify namnger filerna,
        vaxel store restore återställer den senaste säkerhetskopian i en tom datamapp. Förlorat är det som kom efter den:
        vaxel store dump visar det ur den kopierade loggen, och avsändarna kan sända det igen utan att något dubbleras.
        Leveranser som kvitterats sedan dess erbjuds igen: säg det till mottagarna.
        """
    }

    /// What a held store means and how it is released, in English and Swedish.
    static func text(for hold: StoreHold, configuration: String) -> String {
        """
        The store is held: \(hold). If the original still runs, everything in it would be delivered twice.
        Nothing is taken, lent, published, expired or ended until it is released. When no other gateway runs on this store or a copy:
          stop the gateway;  vaxel store release --config \(configuration) --yes;  start it again
        Lagret är låst: \(hold.swedish). Om originalet fortfarande körs skulle allt i det levereras två gånger.
        Inget tas emot, lånas ut, publiceras eller avslutas förrän det låses upp. När ingen annan växel kör på lagret eller en kopia:
          stoppa växeln;  vaxel store release --config \(configuration) --yes;  starta igen

        """
    }
}
