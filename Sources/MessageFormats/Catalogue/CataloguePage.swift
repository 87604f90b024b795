import Messages

/// The catalogue as one page of HTML that needs nothing from outside: no script, no font, no picture.
enum CataloguePage {
    static let title = "Växel: messages"

    /// The page; `schemas` is the way to the schema files.
    static func html(_ book: CatalogueBook, schemas: String) -> String {
        var html = HTMLText()
        html.appendMarkup("<!DOCTYPE html>\n")
        html.element("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) { html in
            head(&html)
            html.element("body") { html in
                html.element("a", ["class": "skip", "href": "#content"], text: "To the messages")
                introduction(&html, schemas)
                contents(book, &html)
                html.element("main", ["id": "content"]) { html in
                    overview(book, &html)
                    envelope(book, &html)
                    for process in book.processes { self.process(process, &html, schemas) }
                    sharedParts(book, &html)
                    codes(book, &html)
                }
            }
        }
        return html.text
    }

    private static func head(_ html: inout HTMLText) {
        html.element("head") { html in
            html.empty("meta", ["charset": "utf-8"])
            html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            html.element("title", text: title)
            html.element("style") { $0.appendMarkup(CatalogueStyle.css) }
        }
    }

    private static func introduction(_ html: inout HTMLText, _ schemas: String) {
        html.element("header") { html in
            html.element("h1", text: title)
            html.element("p") { html in
                html.append("Every type of message, made from the declarations that the gateway reads and writes by. ")
                html.append("A message is the ")
                html.link(to: "#head", "head")
                html.append(
                    " and a content; both forms carry the same information under the same names. Whole schemas: ")
                html.link(to: schemas + "message.xsd", "message.xsd")
                html.append(" and ")
                html.link(to: schemas + "message.schema.json", "message.schema.json")
                html.append("; the same page for reading as text: ")
                html.link(to: "catalogue.md", "catalogue.md")
                html.append(".")
            }
            html.element("p", ["lang": "sv"]) { html in
                html.append(
                    "Alla meddelandetyper med fält, koder, exempel och felkoder. Rubriker och koder står på svenska. ")
                html.append("L: får lämnas med stöd av lagen. S: uppgift om hälsa eller sociala förhållanden, ")
                html.append("lämnas bara med samtycke eller efter menprövning.")
            }
            html.element("p") { html in
                html.append("Basis of a field: L, the law's content or what routes and times it; ")
                html.append("S, health or social data, told only with consent or after an assessment of harm; ")
                html.append("–, technical.")
            }
        }
    }

    private static func contents(_ book: CatalogueBook, _ html: inout HTMLText) {
        html.element("nav", ["aria-label": "Contents"]) { html in
            for process in book.processes {
                let title = TypeFacts.title(of: process.process)
                html.element("h2") { html in
                    html.append("\(title.en) ")
                    html.swedish("(\(title.sv))")
                }
                html.element("ul") { html in
                    for chapter in process.chapters {
                        html.element("li") { html in
                            html.element("a", ["href": "#\(anchor(chapter.type))"]) { $0.swedish(chapter.type.title) }
                        }
                    }
                }
            }
            html.element("h2", text: "For all messages")
            html.element("ul") { html in
                for (target, text) in [
                    ("#overview", "All types in one table"), ("#head", "The head"), ("#parts", "Shared parts"),
                    ("#lists", "Shared code lists"), ("#values", "Values"), ("#codes", "Error codes and warnings"),
                ] {
                    html.element("li") { $0.link(to: target, text) }
                }
            }
        }
    }

    private static func overview(_ book: CatalogueBook, _ html: inout HTMLText) {
        html.element("section", ["aria-labelledby": "overview"]) { html in
            html.element("h2", ["id": "overview"], text: "All types")
            table(("Type", "What it is for"), &html) { html in
                for chapter in book.chapters {
                    let type = chapter.type
                    html.element("tr") { html in
                        html.element("th", ["scope": "row"]) { html in
                            html.element("a", ["href": "#\(anchor(type))"]) { $0.swedish(type.title) }
                            html.element("p") { $0.code(type.name) }
                        }
                        html.element("td") { html in
                            html.element("p", text: type.summary)
                            let sensitivity = TypeFacts.sensitivity(type.sensitivity)
                            html.element("p", ["class": "faint"], text: "Sensitivity \(sensitivity)")
                        }
                    }
                }
            }
        }
    }

    private static func envelope(_ book: CatalogueBook, _ html: inout HTMLText) {
        html.element("section", ["aria-labelledby": "head"]) { html in
            html.element("h2", ["id": "head"], text: "The head")
            html.element("p", text: "What stands before content in every message, in this order.")
            fields(book.head, of: "message", &html)
        }
    }

    // MARK: Anchors

    static func anchor(_ type: MessageType) -> String { "type-\(type.name)" }

    static func anchor(_ link: FieldRow.Link) -> String? {
        switch link {
        case .scalar(let name): "value-\(name)"
        case .part(let name): "part-\(name)"
        case .list(let name): "list-\(name)"
        case .here: nil
        }
    }
}
