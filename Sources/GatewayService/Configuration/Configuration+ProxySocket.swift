internal import LinuxSystem

/// Reading of the TLS proxy's Unix socket, and what must be right about the place it stands in.
extension Configuration {
    /// Reads `listen.unixSocket`; nil when there is none.
    static func proxySocket(
        _ listen: ConfigurationObject, in folder: String
    ) throws(ConfigurationFault) -> ProxySocket? {
        guard let object = try listen.object("unixSocket") else { return nil }
        try object.expectOnly(["path", "proxyUser", "proxyUid"])
        let path = ConfigurationFile.path(try object.requiredText("path"), in: folder)
        guard SocketAddress(path: path) != nil else {
            throw object.fault("path", "the path of a Unix socket has at most 107 bytes")
        }
        return ProxySocket(path: path, proxy: try proxy(object))
    }

    private static func proxy(_ object: ConfigurationObject) throws(ConfigurationFault) -> MachineUser {
        switch (try object.text("proxyUser"), try object.integer("proxyUid", in: 0...Int(UInt32.max) - 1)) {
        case (let name?, nil):
            guard let user = MachineUser(named: name) else {
                throw object.fault("proxyUser", "this machine has no such user")
            }
            return user
        case (nil, let number?):
            guard let user = MachineUser(id: UInt32(number)) else {
                throw object.fault("proxyUid", "this machine has no user of that number")
            }
            return user
        default:
            throw object.fault("", "one of proxyUser and proxyUid is expected: the user that the TLS proxy runs as")
        }
    }
}

extension Configuration.ProxySocket {
    /// Refuses a folder in which another user could put a socket of his own in the place of ours.
    func expectSafeFolder() throws(ConfigurationFault) {
        let folder = ConfigurationFile.folder(of: path)
        let facts: FileMetadata?
        do {
            facts = try FileMetadata.of(folder)
        } catch {
            throw ConfigurationFault(file: folder, detail: "cannot be looked at: \(error)")
        }
        guard let facts, facts.kind == .directory else {
            throw ConfigurationFault(file: folder, detail: "is no folder; make it for the socket of the TLS proxy")
        }
        guard facts.permissions & 0o022 == 0, [0, ProcessSettings.effectiveUserID].contains(facts.owner) else {
            throw ConfigurationFault(
                file: folder,
                detail: "others could put a socket of theirs into it; it must be the gateway's or root's own, and not "
                    + "be writable by others: chmod go-w \(folder)")
        }
    }
}
