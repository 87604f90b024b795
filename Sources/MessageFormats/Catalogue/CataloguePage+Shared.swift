import Messages

extension CataloguePage {
    /// What several types use: parts, code lists and kinds of values, each once.
    static func sharedParts(_ book: CatalogueBook, _ html: inout HTMLText) {
        html.element("section", ["aria-labelledby": "parts"]) { html in
            html.element("h2", ["id": "parts"], text: "Shared parts")
            for (part, rows) in book.parts {
                html.element("h3", ["id": "part-\(part.name)"]) { html in
                    html.swedish(part.label)
                    html.append(" ")
                    html.element("small") { $0.code(part.name) }
                }
                if !part.atLeastOneOf.isEmpty {
                    html.element("p", text: "At least one of \(part.atLeastOneOf.joined(separator: ", ")).")
                }
                fields(rows, of: part.name, &html)
            }
        }
        html.element("section", ["aria-labelledby": "lists"]) { html in
            html.element("h2", ["id": "lists"], text: "Shared code lists")
            for list in book.lists { codeList(list, heading: "h3", &html) }
        }
        html.element("section", ["aria-labelledby": "values"]) { html in
            html.element("h2", ["id": "values"], text: "Values")
            for scalar in book.scalars { value(scalar, &html) }
        }
    }

    private static func value(_ scalar: ScalarType, _ html: inout HTMLText) {
        html.element("h3", ["id": "value-\(scalar.name)"]) { html in
            html.swedish(scalar.label)
            html.append(" ")
            html.element("small") { $0.code(scalar.name) }
        }
        html.element("p", text: scalar.documentation)
        guard let pattern = scalar.pattern else { return }
        html.element("p") { html in
            html.append("Pattern: ")
            html.code(pattern)
        }
    }

    /// The codes of a list with their meaning.
    static func codeList(_ list: CodeList, heading: String, _ html: inout HTMLText) {
        html.element(heading, ["id": "list-\(list.name)"]) { html in
            html.append("Codes: ")
            html.code(list.name)
        }
        html.element("ul") { html in
            for code in list.codes {
                html.element("li") { html in
                    html.code(code.value)
                    html.append(" ")
                    html.swedish(code.label)
                }
            }
        }
    }

    /// Every code that the gateway refuses or warns with.
    static func codes(_ book: CatalogueBook, _ html: inout HTMLText) {
        html.element("section", ["aria-labelledby": "codes"]) { html in
            html.element("h2", ["id": "codes"], text: "Error codes and warnings")
            html.element(
                "p",
                text: "A code with a W is a warning: the message is accepted. A code is never used for something else.")
            table(("Code", "Meaning and what to do"), &html) { html in
                for code in book.codes {
                    html.element("tr") { html in
                        html.element("th", ["scope": "row", "id": "code-\(code.text)"]) { html in
                            html.code(code.text)
                            html.element(
                                "p", ["class": "faint"], text: code.isWarning ? "warning" : "HTTP \(code.status)")
                            html.element("p", ["class": "faint"], text: "mended by \(code.mendBy.rawValue)")
                        }
                        html.element("td") { html in
                            html.element("p", text: code.english)
                            html.element("p", ["lang": "sv"], text: code.swedish)
                            html.element("p", ["class": "faint"], text: code.advice)
                        }
                    }
                }
            }
        }
    }
}
