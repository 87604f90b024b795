package import AccessControl
package import HTTPDoors
package import HTTPWire
package import MessageFormats
package import Messages

extension Call {
    /// A call by value, as the table of doors would hand it to an endpoint.
    package static func made(
        _ method: String = "POST", _ target: String = "/", parameters: [String: String] = [:],
        headers: [(String, String)] = [], by identity: Identity = .mayAll, form: WireForm = .json, body: [UInt8] = []
    ) throws -> Call {
        Call(
            head: try HTTPRequestHead(method: method, target: target, headers: HTTPHeaders(headers)),
            parameters: parameters, identity: identity, answerForm: form, requestID: "test-1", body: body)
    }
}

extension Identity {
    /// A system that holds every right everywhere.
    package static let mayAll = Identity(
        system: .operations, who: "Prov", grants: [Grant(Set(Right.allCases), scope: .everywhere)])

    /// A system with some rights for some units.
    package static func limited(_ system: SystemID, _ rights: Set<Right>, _ units: UnitID...) -> Identity {
        Identity(system: system, grants: [Grant(rights, scope: .units(Set(units)))])
    }
}

extension HTTPResponse {
    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body read as an object of the API in JSON.
    package func value() throws -> APIValue { try APIDocument.read(body, as: .json) }
}
