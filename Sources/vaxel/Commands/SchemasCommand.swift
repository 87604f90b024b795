internal import GatewayService
internal import LinuxSystem
internal import MessageFormats

/// `vaxel schemas export DIR`: the XSDs, JSON Schemas, pages of the catalogue and description of the API that the
/// declarations in the program make.
enum SchemasCommand {
    static let command = Command(
        "schemas export", "DIR", count: 1...1,
        summary: "write the schemas and the catalogue of all messages, and openapi.json",
        details:
            "The messages have XSDs, JSON Schemas and the pages of the catalogue. Existing files of the same names are overwritten; others are left alone.",
        run: run)

    private static func run(_ arguments: Arguments) async throws(CommandFailure) -> Int32 {
        let folder = arguments.positional[0]
        do {
            try FileBytes.makeFolder(folder)
            let files = SchemaExport.files() + [(path: APIDescription.fileName, bytes: APIDescription.bytes())]
            for file in files {
                try FileBytes.replace("\(folder)/\(file.path)", with: file.bytes, mode: 0o644)
            }
            Console.write("\(files.count) files in \(folder)\n")
            return 0
        } catch {
            throw .failed("\(folder): \(error)")
        }
    }
}
