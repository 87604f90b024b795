internal import Messages

extension Arguments {
    /// A queue's name that stood on the command line, as it may stand in an address.
    ///
    /// - Throws: `CommandFailure.usage` when no queue can have it.
    static func queueName(_ text: String) throws(CommandFailure) -> String {
        guard let destination = Destination(name: text) else {
            throw .usage("UNIT is an HSA-id, as SE0000000002-SOC1, publisher1177, or receipts:SYSTEM")
        }
        return destination.name
    }

    /// All arguments as ids of dead letters.
    ///
    /// - Throws: `CommandFailure.usage` when one can be none.
    func deadLetterIDs() throws(CommandFailure) -> [String] {
        for text in positional where text.wholeMatch(of: /[0-9]{1,20}-[0-9]{1,10}/) == nil {
            throw .usage("ID is that of a dead letter, as 7-0; see vaxel dead list")
        }
        return positional
    }
}
