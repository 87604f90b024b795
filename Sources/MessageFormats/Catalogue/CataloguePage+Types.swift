import Messages

extension CataloguePage {
    /// The types of one process.
    static func process(_ process: CatalogueBook.Process, _ html: inout HTMLText, _ schemas: String) {
        let id = "process-\(process.process.rawValue)"
        html.element("section", ["aria-labelledby": id]) { html in
            let title = TypeFacts.title(of: process.process)
            html.element("h2", ["id": id]) { html in
                html.append("\(title.en) ")
                html.swedish("(\(title.sv))")
            }
            for chapter in process.chapters { type(chapter, &html, schemas) }
        }
    }

    private static func type(_ chapter: CatalogueBook.Chapter, _ html: inout HTMLText, _ schemas: String) {
        let type = chapter.type
        html.element("section", ["aria-labelledby": anchor(type)]) { html in
            html.element("h3", ["id": anchor(type)]) { html in
                html.swedish(type.title)
                html.append(" ")
                html.element("small") { html in
                    html.append("\(type.englishTitle), ")
                    html.code(type.name)
                }
            }
            html.element("p", text: type.summary)
            html.element("dl") { html in
                for (heading, text) in TypeFacts.facts(of: chapter) {
                    html.element("dt", text: heading)
                    html.element("dd", text: text)
                }
                html.element("dt", text: "Schemas")
                html.element("dd") { files(of: chapter, &$0, schemas) }
            }
            fields(chapter.rows, of: "content", &html)
            for list in chapter.lists { codeList(list, heading: "h4", &html) }
            rules(of: type, &html)
            examples(of: chapter, &html)
        }
    }

    private static func files(of chapter: CatalogueBook.Chapter, _ html: inout HTMLText, _ schemas: String) {
        let stems = [chapter.type.name] + chapter.older.map { "\($0.name).v\($0.version)" }
        for (index, file) in stems.flatMap({ ["\($0).xsd", "\($0).schema.json"] }).enumerated() {
            if index > 0 { html.append(", ") }
            html.link(to: schemas + file, file)
        }
    }

    private static func rules(of type: MessageType, _ html: inout HTMLText) {
        guard !type.rules.isEmpty else { return }
        html.element("h4", text: "Rules of this type")
        html.element("ul") { html in
            for rule in type.rules {
                html.element("li") { html in
                    html.link(to: "#code-\(rule.code.text)", rule.code.text)
                    html.append(" \(rule.code.english) ")
                    html.element("span", ["class": "faint"], text: "Source: \(rule.source).")
                }
            }
        }
    }

    private static func examples(of chapter: CatalogueBook.Chapter, _ html: inout HTMLText) {
        guard let example = chapter.example else { return }
        for (form, text) in [("XML", example.xml), ("JSON", example.json)] {
            html.element("details") { html in
                html.element("summary", text: "Example in \(form)")
                html.element(
                    "pre",
                    ["tabindex": "0", "role": "region", "aria-label": "\(chapter.type.name) in \(form)"]
                ) { $0.code(text) }
            }
        }
    }

    /// A table of fields: where, of what type, whether it must be there, and what it means.
    static func fields(_ rows: [FieldRow], of owner: String, _ html: inout HTMLText) {
        table(("Field of \(owner)", "Meaning"), &html) { html in
            for row in rows {
                html.element("tr") { html in
                    html.element("th", ["scope": "row"]) { html in
                        html.element("code") { $0.appendBreakable(row.path) }
                        html.element("p", ["class": "faint"]) { kind(of: row, &$0) }
                        html.element("p", ["class": "faint"], text: "\(row.need), \(row.basis)")
                    }
                    html.element("td") { html in
                        html.element("p", ["class": "label"]) { $0.swedish(row.field.label) }
                        let words = [row.field.documentation, row.condition].compactMap(\.self)
                        html.element("p", text: words.joined(separator: " "))
                    }
                }
            }
        }
    }

    private static func kind(of row: FieldRow, _ html: inout HTMLText) {
        if !row.kind.isEmpty { html.append("\(row.kind) ") }
        if let anchor = anchor(row.link) {
            html.link(to: "#\(anchor)", row.link.name)
        } else {
            html.append(row.link.name)
        }
        if row.minimum == 1 { html.append(", at least one") }
    }

    /// A table of two columns, which fits the narrowest screen.
    static func table(_ headings: (String, String), _ html: inout HTMLText, _ rows: (inout HTMLText) -> Void) {
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("th", ["scope": "col", "class": "first"], text: headings.0)
                    html.element("th", ["scope": "col"], text: headings.1)
                }
            }
            html.element("tbody") { rows(&$0) }
        }
    }
}
