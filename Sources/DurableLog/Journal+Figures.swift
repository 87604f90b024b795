extension Journal {
    /// The journal's figures at this moment.
    package var figures: JournalFigures { JournalFigures() }

    /// Whether so little room is left on the disk that intake is refused.
    ///
    /// Looked at when intake is written: the first that finds room again is taken.
    package var isAtFloor: Bool { false }
}
