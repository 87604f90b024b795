internal import HTTPTransport

extension ConfigurationObject {
    /// Where a service listens that the gateway calls: on this machine, unless plain HTTP beyond it is allowed twice.
    ///
    /// - Parameters:
    ///   - goods: what goes there, for the fault: `patients' plans`.
    ///   - acceptsUnencryptedTraffic: whether `vaxel.json` has the second of the two switches on.
    /// - Returns: where to connect.
    /// - Throws: `ConfigurationFault` when there is no such address, or plain HTTP would leave the machine.
    func service(taking goods: String, acceptsUnencryptedTraffic: Bool) throws(ConfigurationFault) -> HTTPEndpoint {
        let endpoint = try requiredIdentifier("url", "http://HOST:PORT or unix:/PATH") { HTTPEndpoint(url: $0) }
        let saidHere = try boolean("beyondLoopback") ?? false
        guard endpoint.isLoopback || saidHere && acceptsUnencryptedTraffic else {
            throw fault(
                "url",
                "plain HTTP to another machine shows \(goods) to the network. Let a TLS proxy on this machine carry them "
                    + "there; or, if the network itself is protected, say so twice: \"beyondLoopback\": true here and "
                    + "\"acceptUnencryptedTraffic\": true at the top of vaxel.json")
        }
        return endpoint
    }
}
