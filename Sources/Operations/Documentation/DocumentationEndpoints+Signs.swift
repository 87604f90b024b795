package import HTTPDoors
internal import Messages

extension DocumentationEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [folderSign, pageSign, schemaSign]

    static let folderSign = DoorSign(
        "GET", "/docs", access: .open, name: "docs", summary: "The way to the catalogue of messages, at `/docs/`.",
        answers: [DoorAnswer(308, "To the same address with a slash.", headers: [HeaderSign("Location", "`docs/`")])])

    static let pageSign = DoorSign(
        "GET", "/docs/{file}", access: .open, name: "docsPage",
        summary: "The catalogue of messages for people; the page comes at `/docs/` too.",
        places: ["file": .word(["catalogue.html", "catalogue.md"])], headers: [knownTag],
        answers: answers(["text/html", "text/markdown"]), refusals: [.notFound])

    static let schemaSign = DoorSign(
        "GET", "/docs/schemas/{file}", access: .open, name: "docsSchema",
        summary: "A schema of the messages: `message.xsd`, `message.schema.json` and what they are made of.",
        places: ["file": .pattern("[A-Za-z0-9]+(\\.v[0-9]+)?\\.(xsd|schema\\.json)")], headers: [knownTag],
        answers: answers(["application/xml", "application/schema+json"]), refusals: [.notFound])

    private static let knownTag = HeaderSign("If-None-Match", "The entity tag of the file that one has.")

    private static func answers(_ types: [String]) -> [DoorAnswer] {
        let tag = HeaderSign("ETag", "Changes with the file.")
        return [
            DoorAnswer(200, "The file.", .file(types), headers: [tag]),
            DoorAnswer(304, "The one that the caller has is the one.", headers: [tag]),
        ]
    }
}
