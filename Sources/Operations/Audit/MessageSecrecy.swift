internal import Messages

/// How carefully a type of message is to be shown.
enum MessageSecrecy {
    /// Whether a type is of compulsory care; one that this version does not know may be.
    ///
    /// Source: rules, "Compulsory care".
    static func isCompulsory(_ type: String) -> Bool {
        MessageCatalogue.standard.type(named: type).map { $0.sensitivity == 3 } ?? true
    }
}
