import Foundation
@testable import MessageFormats
import Messages
import TestSupport
import Testing
import XMLDocuments

/// The catalogue for people: whole, well-formed, without dead links, and without anything from outside.
@Suite struct CataloguePageTests {
    private static let pages = SchemaExport.pages(of: .standard).map { String(decoding: $0.bytes, as: UTF8.self) }
    private let html = pages[0]
    private let markdown = pages[1]

    /// Every element of the page, which without its document type is XML.
    private func elements() throws -> [XMLElement] {
        let doctype = "<!DOCTYPE html>\n"
        try #require(html.hasPrefix(doctype))
        var found: [XMLElement] = []
        func visit(_ element: XMLElement) {
            found.append(element)
            element.children.forEach(visit)
        }
        visit(try XMLDocument.parse(Array(html.dropFirst(doctype.count).utf8)).root)
        return found
    }

    private func attribute(_ name: String, of element: XMLElement) -> String? {
        element.attributes.first { $0.localName == name }?.value
    }

    @Test func `the page is well-formed, every id stands once and every link leads somewhere`() throws {
        let elements = try elements()
        let ids = elements.compactMap { attribute("id", of: $0) }
        #expect(Set(ids).count == ids.count, "\(ids.filter { id in ids.count { $0 == id } > 1 })")
        let files = Set(SchemaExport.files().map(\.path))
        for link in elements.compactMap({ attribute("href", of: $0) }) {
            #expect(link.hasPrefix("#") ? ids.contains(String(link.dropFirst())) : files.contains(link), "\(link)")
        }
        for label in elements.compactMap({ attribute("aria-labelledby", of: $0) }) { #expect(ids.contains(label)) }
    }

    @Test func `the page needs nothing from outside and runs nothing`() throws {
        let elements = try elements()
        let names = Set(elements.map(\.localName))
        #expect(names.isDisjoint(with: ["script", "link", "img", "iframe", "object", "form", "base"]))
        #expect(!CatalogueStyle.css.contains("url(") && !CatalogueStyle.css.contains("@import"))
        #expect(html.contains("<style>\(CatalogueStyle.css)</style>"))
        for element in elements {
            #expect(element.attributes.allSatisfy { $0.localName != "style" && !$0.localName.hasPrefix("on") })
        }
    }

    @Test func `headings, tables and languages are said for those who listen`() throws {
        let elements = try elements()
        #expect(elements.count { $0.localName == "h1" } == 1)
        #expect(elements.count { $0.localName == "main" } == 1)
        #expect(elements.first.flatMap { attribute("lang", of: $0) } == "en")
        for cell in elements where cell.localName == "th" { #expect(attribute("scope", of: cell) != nil) }
        let levels = elements.compactMap { $0.localName.wholeMatch(of: /h([1-4])/).flatMap { Int($0.output.1) } }
        for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
    }

    @Test(arguments: MessageCatalogue.standard.types)
    func `every type is told with its fields, its rules and both forms of an example`(type: MessageType) throws {
        let start = try #require(html.range(of: "<h3 id=\"type-\(type.name)\">")).upperBound
        let end = html.range(of: "<h3 id=", range: start..<html.endIndex)?.lowerBound ?? html.endIndex
        let section = html[start..<end]
        #expect(section.contains(type.title) && section.contains(type.englishTitle))
        let told = section.replacing("<wbr/>", with: "")
        for field in type.content.fields { #expect(told.contains("<code>\(field.name)"), "\(field.name)") }
        for rule in type.rules { #expect(section.contains("#code-\(rule.code.text)")) }
        #expect(section.contains("&lt;\(type.elementName)&gt;"))
        #expect(section.contains("&quot;type&quot;: &quot;\(type.name)&quot;"))
        #expect(markdown.contains("\n### \(type.name)\n"))
    }

    @Test func `every code stands in the table with its texts in both languages`() {
        for code in RejectionCode.all {
            #expect(html.contains("id=\"code-\(code.text)\""))
            #expect(html.contains(XMLText.escape(code.english)) && html.contains(XMLText.escape(code.swedish)))
            #expect(markdown.contains("| `\(code.text)` |"))
        }
    }

    @Test func `every table of the text has as many cells in each row as in its head`() {
        var width: Int?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                width = nil
                continue
            }
            let cells = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(cells == width ?? cells, "\(line)")
            width = cells
        }
    }
}
