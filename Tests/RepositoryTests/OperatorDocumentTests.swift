import Testing

/// Who is called at night looks an event of the log up in the operators' document.
struct OperatorDocumentTests {
    @Test func `every event of the log stands in the operators' document`() throws {
        let document = try Repository.text("deploy/README.md")
        var events: Set<String> = []
        for file in try Repository.swiftFiles(below: "Sources") where !file.path.contains("PublishingStub1177") {
            let named =
                file.text.matches(of: /(?:write|complain)\(\s*[^"\n]*,?\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"/)
                .map { String($0.output.1) }
            let attempted = file.text.matches(of: /attempt\("([a-z0-9-]+)"\)/).map { String($0.output.1) }
            events.formUnion(named + attempted)
        }
        #expect(events.count > 20, "the events were not found in the sources")
        for event in events.sorted() { #expect(document.contains("`\(event)`"), "\(event) is not there") }
    }
}
