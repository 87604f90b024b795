internal import Digests
internal import LinuxSystem

/// Writes a folder that is ready to run: configuration, a sample organisation, and fresh tokens.
package enum StarterFolder {
    /// Writes the folder.
    ///
    /// - Parameters:
    ///   - folder: is made when it is missing; must be empty.
    ///   - port: where the gateway will listen on loopback; 0 lets the system choose.
    ///   - publisherPort: where the 1177 service is expected on loopback; one port above the gateway's by default.
    /// - Throws: `ConfigurationFault`; what was written until then stays.
    /// - Returns: the names of the systems that have a token now.
    @discardableResult
    package static func write(to folder: String, port: Int, publisherPort: Int? = nil) throws(ConfigurationFault)
        -> [String]
    {
        do {
            if FileBytes.exists(folder), try !FileBytes.names(in: folder).isEmpty {
                throw ConfigurationFault(file: folder, detail: "the folder is not empty; nothing was written")
            }
            try FileBytes.makeFolder(folder, mode: 0o700)
            try FileBytes.makeFolder("\(folder)/tokens", mode: 0o700)
            try FileBytes.replace("\(folder)/directory.json", with: Array(SampleDirectory.json.utf8))
            var credentials: [String] = []
            for system in SampleDirectory.systems {
                let token = try writeToken(of: system.name, in: folder)
                credentials.append(credential(of: system, token: token))
            }
            let list = credentials.joined(separator: ",\n")
            try FileBytes.replace(
                "\(folder)/credentials.json", with: Array("{\n  \"credentials\": [\n\(list)\n  ]\n}\n".utf8))
            try FileBytes.replace(
                "\(folder)/vaxel.json",
                with: Array(configuration(port: port, publisherPort: publisherPort ?? port + 1).utf8))
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw ConfigurationFault(file: folder, detail: "\(error)")
        }
        return SampleDirectory.systems.map(\.name)
    }

    /// A token of 256 random bits in hexadecimal digits.
    private static func writeToken(of system: String, in folder: String) throws(SystemError) -> String {
        let token = HexText.of(SystemRandom.bytes(32))
        try FileBytes.replace("\(folder)/tokens/\(system).token", with: Array("\(token)\n".utf8), mode: 0o600)
        return token
    }

    private static func credential(of system: (name: String, who: String?), token: String) -> String {
        let who = system.who.map { ", \"who\": \"\($0)\"" } ?? ""
        return "    { \"system\": \"\(system.name)\", \"sha256\": \"\(HexText.of(SHA256.hash(Array(token.utf8))))\"\(who) }"
    }

    private static func configuration(port: Int, publisherPort: Int) -> String {
        """
        {
          "listen": { "address": "127.0.0.1", "port": \(port) },
          "data": "data",
          "directory": "directory.json",
          "credentials": "credentials.json",
          "sourceSystemHSAId": "SE0000000001-VAXEL",
          "publisher1177": { "url": "http://127.0.0.1:\(publisherPort)" }
        }

        """
    }
}
