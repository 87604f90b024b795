internal import HTTPDoors

/// The description of the API as a file, for those who have no gateway running.
package enum APIDescription {
    /// Its name in `schemas/`.
    package static let fileName = "openapi.json"

    /// The same bytes that a gateway of this version answers at `/openapi.json`.
    package static func bytes() -> [UInt8] {
        OpenAPIDocument(GatewayParts.signs + [DescriptionEndpoint.sign], version: ProductVersion.text).bytes
    }
}
