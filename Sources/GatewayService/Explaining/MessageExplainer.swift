package import MessageFormats
package import Messages
internal import Plans
internal import Routing

/// Says what the gateway would do with a message, without a gateway: who would get it and why, and what it cannot know.
package struct MessageExplainer: Sendable {
    private let directory: Directory
    private let reader = MessageReader()

    /// Reads the configuration and its directory.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that is wrong.
    package init(configuration file: String) throws(ConfigurationFault) {
        let configuration = try Configuration(file: file)
        directory = try DirectoryFile(
            bytes: try ConfigurationFile.read(configuration.directory), file: configuration.directory
        ).directory
    }

    init(directory: Directory) {
        self.directory = directory
    }

    /// Explains a message.
    ///
    /// - Parameters:
    ///   - bytes: the message as a sender would post it.
    ///   - form: XML or JSON.
    ///   - moment: when it would be accepted, for units whose time in the directory is limited.
    /// - Returns: what would become of it.
    /// - Throws: `Rejection` with all that the message itself would be refused for.
    package func explain(
        _ bytes: [UInt8], as form: WireForm, at moment: Timestamp
    ) throws(Rejection) -> MessageExplanation {
        let read = try reader.read(bytes, as: form, charset: nil)
        do {
            let routed = try route(read.message, at: moment)
            return MessageExplanation(read, routed: routed, problems: [], directory: directory)
        } catch {
            let problems = error.problems.filter { !Self.isForTheGateway($0, of: read.message) }
            let routed = problems.isEmpty ? try? route(Self.withoutParties(read.message), at: moment) : nil
            return MessageExplanation(
                read, routed: routed ?? Routed(recipients: []), problems: problems, directory: directory)
        }
    }

    /// Routes with what can be known offline: no case, no plan and no other message, so that a plan is taken for its first
    /// version.
    private func route(_ message: Message, at moment: Timestamp) throws(Rejection) -> Routed {
        let context = RoutingContext(publication: PlanRegister().recipient(for: message))
        return try Router(directory: directory).route(message, context: context, at: moment)
    }

    /// Whether routing failed only for what a running gateway may know: the parties of a case, the sender of a message.
    private static func isForTheGateway(_ problem: Problem, of message: Message) -> Bool {
        switch problem.code {
        case .casePartiesUnknown: true
        case .noReceiver: message.type.isReceipt
        default: false
        }
    }

    /// The message with its other receivers only.
    private static func withoutParties(_ message: Message) -> Message {
        let receivers = message.record.items("receivers").filter { item in
            item.record.flatMap { ReceiverAddress($0) } != .caseParties
        }
        return Message(type: message.type, record: message.record.setting("receivers", to: .list(receivers))) ?? message
    }
}
