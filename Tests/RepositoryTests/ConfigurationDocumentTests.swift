import Testing

/// The list of configuration keys exists in the code; the document about it is held to that.
struct ConfigurationDocumentTests {
    @Test func `every key that a configuration file may have stands in its document`() throws {
        let document = try Repository.text("Sources/GatewayService/Documentation.docc/Configuration.md")
        var keys: Set<String> = []
        for file in try Repository.swiftFiles(below: "Sources/GatewayService/Configuration") {
            for list in file.text.matches(of: /expectOnly\(\[([^\]]*)\]\)/) {
                keys.formUnion(list.output.1.matches(of: /"(\w+)"/).map { String($0.output.1) })
            }
        }
        #expect(keys.count > 30, "the keys were not found in the sources")
        for key in keys.sorted() { #expect(document.contains("`\(key)`"), "\(key) is not in Configuration.md") }
    }
}
