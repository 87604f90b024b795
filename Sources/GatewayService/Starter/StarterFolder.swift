internal import AccessControl
internal import LinuxSystem
package import Messages

/// Writes a folder that is ready to run: configuration, a sample organisation, and fresh tokens.
package enum StarterFolder {
    /// Writes the folder.
    ///
    /// - Parameters:
    ///   - folder: is made when it is missing; must be empty.
    ///   - port: where the gateway will listen on loopback; 0 lets the system choose.
    ///   - publisherPort: where the 1177 service is expected on loopback; one port above the gateway's by default.
    ///   - moment: when the tokens are drawn, for the list of them; not noted when nil.
    /// - Throws: `ConfigurationFault`; what was written until then stays.
    /// - Returns: the names of the systems that have a token now.
    @discardableResult
    package static func write(
        to folder: String, port: Int, publisherPort: Int? = nil, at moment: Timestamp? = nil
    ) throws(ConfigurationFault) -> [String] {
        do {
            if FileBytes.exists(folder), try !FileBytes.names(in: folder).isEmpty {
                throw ConfigurationFault(file: folder, detail: "the folder is not empty; nothing was written")
            }
            try FileBytes.makeFolder(folder, mode: 0o700)
            try FileBytes.makeFolder("\(folder)/tokens", mode: 0o700)
            try FileBytes.replace("\(folder)/directory.json", with: Array(SampleDirectory.json.utf8))
            var credentials: [Credential] = []
            for system in SampleDirectory.systems {
                let token = BearerToken.draw()
                try token.write(to: "\(folder)/tokens/\(system.name).token")
                guard let id = SystemID(system.name) else { continue }
                credentials.append(Credential(system: id, digest: token.digest, who: system.who, added: moment))
            }
            try FileBytes.replace(
                "\(folder)/credentials.json", with: Array(CredentialsFile.text(of: credentials).utf8))
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

    private static func configuration(port: Int, publisherPort: Int) -> String {
        """
        {
          "listen": { "address": "127.0.0.1", "port": \(port) },
          "data": "data",
          "directory": "directory.json",
          "credentials": "credentials.json",
          "sourceSystemHSAId": "SE0000000001-VAXEL",
          "publisher1177": { "url": "http://127.0.0.1:\(publisherPort)" },
          "limits": { "backlog": 1000000 }
        }

        """
    }
}
