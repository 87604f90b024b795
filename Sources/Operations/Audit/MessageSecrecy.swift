internal import Messages

/// How carefully a type of message is to be shown.
enum MessageSecrecy {
    /// What such a type is called where anybody may see it.
    static let restricted = "restricted"

    /// Whether a type is of compulsory care; one that this version does not know may be.
    ///
    /// Source: rules, "Compulsory care".
    static func isCompulsory(_ type: String) -> Bool {
        MessageCatalogue.standard.type(named: type)?.isCompulsory ?? true
    }

    /// Whether a type is to be called "restricted" where anybody may see it; one that this version does not know is.
    ///
    /// Source: rules, "Compulsory care".
    static func isRestricted(_ type: String) -> Bool {
        MessageCatalogue.standard.type(named: type)?.isRestricted ?? true
    }
}
