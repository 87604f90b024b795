package import MessageFormats
package import Messages
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
            bytes: try ConfigurationFile.read(configuration.directory), file: configuration.directory,
            acceptsUnencryptedTraffic: configuration.acceptsUnencryptedTraffic
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
    /// - Returns: what would become of it, as far as the message and the directory settle it.
    /// - Throws: `Rejection` with all that the message itself would be refused for.
    package func explain(
        _ bytes: [UInt8], as form: WireForm, at moment: Timestamp
    ) throws(Rejection) -> MessageExplanation {
        let read = try reader.read(bytes, as: form, charset: nil)
        let verdict = RoutingVerdict(on: read.message, by: directory, at: moment)
        return MessageExplanation(read, verdict: verdict, directory: directory)
    }
}
