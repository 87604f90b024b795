/// The schemas that follow from the catalogue, as the files of `schemas/`.
package enum SchemaExport {
    /// Every file with its path below `schemas/`: `message.xsd`, `parts.xsd`, `TYPE.xsd`, and the same as `.schema.json`.
    package static func files() -> [(path: String, bytes: [UInt8])] {
        []
    }
}
