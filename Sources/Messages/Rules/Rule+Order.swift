extension Rule {
    /// The lists of fields give pairs of dates without saying so each time that the second is the later.
    static let sourceOfOrder = "fields.md, Effort: start, end; catalogue.md, from and next date"

    /// A field of the content that is not before another one of it; both are dates or moments.
    static func order(_ later: String, notBefore earlier: String) -> Rule {
        Rule(.datesOutOfOrder, source: sourceOfOrder) { message in
            isBefore(message.content.text(later), message.content.text(earlier)) ? [FieldPath("content", later)] : []
        }
    }

    /// What is next follows on what the message tells of.
    static func nextFollowUp(after earlier: String) -> Rule {
        Rule(.datesOutOfOrder, source: sourceOfOrder) { message in
            let next = message.content.record("nextFollowUp")?.text("at")
            return isBefore(next, message.content.text(earlier)) ? [FieldPath("content", "nextFollowUp", "at")] : []
        }
    }

    /// An effort of the list `efforts` does not end before it starts.
    static let effortsInOrder = Rule(.datesOutOfOrder, source: sourceOfOrder) { message in
        message.content.items("efforts").enumerated().compactMap { index, item in
            guard isBefore(item.record?.text("end"), item.record?.text("start")) else { return nil }
            return FieldPath("content", "efforts").appending(item: index).appending("end")
        }
    }

    /// Whether a date or moment is before another one; a date is the Swedish day.
    ///
    /// False when either is missing.
    static func isBefore(_ first: String?, _ second: String?) -> Bool {
        guard let first, let second else { return false }
        if let first = Timestamp(rfc3339: first), let second = Timestamp(rfc3339: second) { return first < second }
        guard let first = swedishDay(first), let second = swedishDay(second) else { return false }
        return first < second
    }

    private static func swedishDay(_ text: String) -> CivilDate? {
        CivilDate(text) ?? Timestamp(rfc3339: text)?.swedishDate
    }
}
