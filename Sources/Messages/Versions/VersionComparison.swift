/// The comparison of two versions of a type, declaration by declaration.
struct VersionComparison {
    private var changes: [BreakingChange] = []
    /// The way to where the comparison is.
    private var names: [String] = []

    /// Every breaking change, in the order of the older declaration.
    static func changes(from older: MessageType, to newer: MessageType) -> [BreakingChange] {
        var comparison = VersionComparison()
        comparison.compareHandling(older, newer)
        comparison.compareHead(older, newer)
        comparison.inside("content") { $0.compare(older.content, newer.content) }
        comparison.compareRules(older, newer)
        return comparison.changes
    }

    private mutating func compareHandling(_ older: MessageType, _ newer: MessageType) {
        note(.handling, at: "process", when: older.process != newer.process)
        note(.handling, at: "sensitivity", when: older.sensitivity != newer.sensitivity)
        note(.handling, at: "receipts", when: Set(older.receipts) != Set(newer.receipts))
        note(.handling, at: "takesBackReferred", when: older.takesBackReferred != newer.takesBackReferred)
    }

    private mutating func compareHead(_ older: MessageType, _ newer: MessageType) {
        let needs = [
            ("refersTo", older.refersTo, newer.refersTo), ("patient", older.patient, newer.patient),
            ("caseId", older.caseID, newer.caseID), ("sender.person", older.senderPerson, newer.senderPerson),
        ]
        for (name, old, new) in needs { note(.headNeed, at: name, when: new != .optional && new != old) }
        let takesOthers =
            newer.refersToTypes.isEmpty
            || !older.refersToTypes.isEmpty && newer.refersToTypes.isSuperset(of: older.refersToTypes)
        note(.headNeed, at: "refersTo", when: !takesOthers)
    }

    /// Rules are code and cannot be compared but by what they refuse with.
    private mutating func compareRules(_ older: MessageType, _ newer: MessageType) {
        let known = Set(older.rules.map(\.code))
        for rule in newer.rules where !rule.code.isWarning && !known.contains(rule.code) {
            note(.ruleAdded, at: rule.code.text, when: true)
        }
    }

    private mutating func compare(_ older: Part, _ newer: Part) {
        let choice = Set(newer.atLeastOneOf)
        let isNarrowed =
            !choice.isEmpty && (older.atLeastOneOf.isEmpty || !choice.isSuperset(of: older.atLeastOneOf))
        note(.choiceNarrowed, when: isNarrowed)
        for field in older.fields {
            inside(field.name) { comparison in
                guard let newField = newer.field(named: field.name) else {
                    return comparison.note(.fieldRemoved, when: true)
                }
                comparison.compare(field, newField)
            }
        }
        for field in newer.fields where older.field(named: field.name) == nil {
            inside(field.name) { $0.note(.fieldRequired, when: field.isRequired) }
        }
        let kept = newer.fields.map(\.name).filter { older.field(named: $0) != nil }
        let before = older.fields.map(\.name).filter { newer.field(named: $0) != nil }
        note(.orderChanged, when: kept != before)
    }

    private mutating func compare(_ older: Field, _ newer: Field) {
        note(.fieldRequired, when: newer.isRequired && !older.isRequired)
        note(
            .moreSecret,
            when: newer.basis == .sensitive && older.basis != .sensitive || newer.tellsPlace && !older.tellsPlace)
        compare(older.type, newer.type)
    }

    private mutating func compare(_ older: FieldType, _ newer: FieldType) {
        switch (older, newer) {
        case (.scalar(let old), .scalar(let new)):
            note(.typeChanged, when: !new.takesAll(of: old))
        case (.closedCode(let old), .closedCode(let new)), (.openCode(let old), .openCode(let new)):
            for code in old.codes where !new.contains(code.value) {
                inside(code.value) { $0.note(.codeRemoved, when: true) }
            }
        case (.part(let old), .part(let new)):
            compare(old, new)
        case (.list(let oldItem, let old, let oldMinimum), .list(let newItem, let new, let newMinimum)):
            note(.typeChanged, when: oldItem != newItem)
            note(.itemRequired, when: newMinimum > oldMinimum)
            compare(old, new)
        case (.scalar, _), (.closedCode, _), (.openCode, _), (.part, _), (.list, _):
            note(.typeChanged, when: true)
        }
    }

    // MARK: Places

    private mutating func inside(_ name: String, _ body: (inout VersionComparison) -> Void) {
        names.append(name)
        body(&self)
        names.removeLast()
    }

    private mutating func note(_ kind: BreakingChange.Kind, at path: String? = nil, when isSo: Bool) {
        guard isSo else { return }
        changes.append(BreakingChange(kind, at: path ?? names.joined(separator: ".")))
    }
}

extension ScalarType {
    /// Whether every value of another type is a value of this one, and is kept in the same way.
    ///
    /// Apart from the same type only a text without pattern can be known to take what another one takes.
    fileprivate func takesAll(of other: ScalarType) -> Bool {
        guard name != other.name else { return true }
        guard case .text = kind, case .text = other.kind else { return false }
        return pattern == nil && keepsLowerCase == other.keepsLowerCase
            && length.lowerBound <= other.length.lowerBound && length.upperBound >= other.length.upperBound
    }
}
