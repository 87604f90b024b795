import Messages

/// The catalogue as Markdown, for reading in the repository and for comparing two editions.
enum CatalogueMarkdown {
    /// The text; `schemas` is the way to the schema files.
    static func text(_ book: CatalogueBook, schemas: String) -> String {
        var lines = [
            "# \(CataloguePage.title)", "",
            "Made from the declarations by `vaxel schemas export`; do not edit. The same as a page: [catalogue.html](catalogue.html).",
            "",
            "Basis of a field: L, the law's content or what routes and times it; S, health or social data, told only with consent or "
                + "after an assessment of harm; –, technical.",
            "", "| Type | På svenska | Process | Sensitivity | `patient` | `caseId` | `refersTo` | `sender.person` |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += book.chapters.map { chapter in
            let type = chapter.type
            let about = type.refersToTypes.sorted().map { "`\($0)`" }.joined(separator: ", ")
            return row([
                "[\(type.name)](#\(type.name.lowercased()))", type.title, type.process.rawValue, "\(type.sensitivity)",
                TypeFacts.word(type.patient), TypeFacts.word(type.caseID),
                about.isEmpty ? TypeFacts.word(type.refersTo) : about, TypeFacts.word(type.senderPerson),
            ])
        }
        lines += ["", "## The head", ""] + fields(book.head, of: "message")
        for process in book.processes {
            let title = TypeFacts.title(of: process.process)
            lines += ["", "## \(title.en) (\(title.sv))"]
            for chapter in process.chapters { lines += self.chapter(chapter, schemas) }
        }
        lines += ["", "## Shared parts"]
        for (part, rows) in book.parts {
            lines += ["", "### \(part.name)", "", "\(part.label).", ""] + fields(rows, of: part.name)
        }
        lines += ["", "## Shared code lists"] + book.lists.flatMap { list("### ", $0) }
        lines += ["", "## Values", "", "| Type | På svenska | Meaning |", "| --- | --- | --- |"]
        lines += book.scalars.map { row(["`\($0.name)`", $0.label, $0.documentation]) }
        lines += codes(book)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func chapter(_ chapter: CatalogueBook.Chapter, _ schemas: String) -> [String] {
        let type = chapter.type
        var lines = ["", "### \(type.name)", "", "**\(type.title)** (\(type.englishTitle)). \(type.summary)", ""]
        lines += TypeFacts.facts(of: chapter).map { "- \($0.heading): \($0.text)" }
        lines.append(
            "- Schemas: [\(type.name).xsd](\(schemas)\(type.name).xsd), "
                + "[\(type.name).schema.json](\(schemas)\(type.name).schema.json)")
        lines += [""] + fields(chapter.rows, of: "content") + chapter.lists.flatMap { list("#### ", $0) }
        if !type.rules.isEmpty {
            lines += ["", "Rules of this type:", ""]
            lines += type.rules.map { "- `\($0.code.text)` \($0.code.english) Source: \($0.source)." }
        }
        if let example = chapter.example {
            lines += [
                "", "```xml", example.xml.trimmingLineEnd, "```", "", "```json", example.json.trimmingLineEnd, "```",
            ]
        }
        return lines
    }

    private static func fields(_ rows: [FieldRow], of owner: String) -> [String] {
        ["| Field of \(owner) | Type | Need | Basis | På svenska | Meaning |", "| --- | --- | --- | --- | --- | --- |"]
            + rows.map { field in
                let kind = field.kind.isEmpty ? field.link.name : "\(field.kind) \(field.link.name)"
                let meaning = [field.field.documentation, field.condition].compactMap(\.self).joined(separator: " ")
                return row(["`\(field.path)`", kind, field.need, field.basis, field.field.label, meaning])
            }
    }

    private static func list(_ heading: String, _ list: CodeList) -> [String] {
        ["", "\(heading)Codes: \(list.name)", ""] + list.codes.map { "- `\($0.value)` \($0.label)" }
    }

    private static func codes(_ book: CatalogueBook) -> [String] {
        [
            "", "## Error codes and warnings", "", "| Code | HTTP | Mended by | Meaning | På svenska | What to do |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
            + book.codes.map { code in
                row([
                    "`\(code.text)`", code.isWarning ? "–" : "\(code.status)", code.mendBy.rawValue, code.english,
                    code.swedish, code.advice,
                ])
            }
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}

extension String {
    /// The text without a line feed at its end.
    fileprivate var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
