import Messages

/// One way to change a message: most break it, some leave it what it was.
enum Change: CaseIterable, Sendable {
    // In both forms alike.
    case missing, dropped, duplicate, unknownMember, misspelled, emptied, tooLong, longest, badValue, badNumber
    case badCode, unknownOpenCode, openCodeOfOwn, tooFewItems, emptyList, textForObject, objectForText, null
    case unknownType, otherType, otherVersion, forbiddenCharacter, needless
    // In XML alone.
    case wrongOrder, attribute, strayText, foreignNamespace, noNamespace, otherItemName, otherContent, twoContents
    // In JSON alone.
    case numberForText, truthForText, textForNumber, nullItem, listForObject, objectForList, textForList, fraction
    // In one form alone, and it changes nothing.
    case prefix, comment, instruction, cdata, escapes, otherOrder, nullForAbsent

    /// Where a change can be seen.
    enum Scope {
        case both, xmlOnly, jsonOnly
    }

    /// Where the change can be seen; what changes nothing is to be seen nowhere.
    var scope: Scope {
        switch self {
        case .wrongOrder, .attribute, .strayText, .foreignNamespace, .noNamespace, .otherItemName, .otherContent,
            .twoContents:
            .xmlOnly
        case .numberForText, .truthForText, .textForNumber, .nullItem, .listForObject, .objectForList, .textForList,
            .fraction:
            .jsonOnly
        default: .both
        }
    }

    /// The code that the change always gets when it is the only one; nil when that depends on the value.
    var code: RejectionCode? {
        switch self {
        case .missing: .missingMember
        case .duplicate: .duplicateMember
        case .unknownMember, .misspelled, .noNamespace, .foreignNamespace, .otherItemName, .twoContents: .unknownMember
        case .emptied: .emptyValue
        case .tooLong: .tooLong
        case .badCode, .unknownOpenCode: .unknownCode
        case .tooFewItems: .tooFewItems
        case .textForObject, .objectForText, .numberForText, .truthForText, .textForNumber, .nullItem, .listForObject,
            .objectForList, .textForList:
            .wrongKind
        case .fraction: .numberOutOfRange
        case .unknownType: .unknownType
        case .otherVersion: .unknownVersion
        case .forbiddenCharacter: .forbiddenCharacter
        case .needless: .memberNotOfType
        case .wrongOrder: .wrongOrder
        case .attribute: .unknownAttribute
        case .strayText: .strayText
        case .otherContent: .contentOfOtherType
        case .dropped, .longest, .badValue, .badNumber, .openCodeOfOwn, .emptyList, .null, .otherType, .prefix,
            .comment, .instruction, .cdata, .escapes, .otherOrder, .nullForAbsent:
            nil
        }
    }

    /// Whether the message stays what it was, in a schema's eyes and ours.
    var changesNothing: Bool {
        switch self {
        case .prefix, .comment, .instruction, .cdata, .escapes, .otherOrder, .nullForAbsent: true
        default: false
        }
    }

    /// Whether the change may be one of several: XML cannot say a null that comes twice or has an unknown name.
    var mixes: Bool {
        scope == .both && self != .null && self != .nullForAbsent && self != .otherOrder
    }
}
