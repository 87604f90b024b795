import Messages

extension TestTree {
    /// The message in JSON.
    var json: String {
        var text = ""
        writeJSON(into: &text, escaping: false)
        return text
    }

    private func writeJSON(into text: inout String, escaping: Bool) {
        switch self {
        case .text(let value): text += Self.quoted(value, escaping: escaping)
        case .bare(let value): text += Self.isJSONWord(value) ? value : Self.quoted(value, escaping: escaping)
        case .null: text += "null"
        case .marked(.escapes, let inner): inner.writeJSON(into: &text, escaping: true)
        case .marked(_, let inner): inner.writeJSON(into: &text, escaping: escaping)
        case .list(_, let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                item.writeJSON(into: &text, escaping: escaping)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ",\n" }
                text += Self.quoted(member.name, escaping: escaping)
                text += ": "
                member.value.writeJSON(into: &text, escaping: escaping)
            }
            text += "}"
        }
    }

    /// The message in XML, its content inside an element of the type that the tree names, else of a type that is given.
    func xml(_ type: MessageType) -> String {
        guard let members else { return "" }
        let name = members.first { $0.name == "type" }?.value.leaf ?? ""
        let content = (MessageCatalogue.standard.type(named: name) ?? type).elementName
        var text = "<message xmlns=\"urn:vaxel:message:1\">"
        for member in members {
            text += "\n"
            if member.name == "content" {
                text += "<content>"
                member.value.writeXML(content, into: &text)
                text += "</content>"
            } else {
                member.value.writeXML(member.name, into: &text)
            }
        }
        return text + "\n</message>"
    }

    private func writeXML(_ name: String, into text: inout String) {
        switch self {
        case .null: break
        case .text(let value), .bare(let value):
            text += "<\(name)>"
            text += Self.escaped(value)
            text += "</\(name)>"
        case .object, .list:
            text += "<\(name)>"
            writeInside(into: &text)
            text += "</\(name)>"
        case .marked(let mark, let inner):
            inner.writeXML(name, mark, into: &text)
        }
    }

    private func writeXML(_ name: String, _ mark: Mark, into text: inout String) {
        switch mark {
        case .escapes: writeXML(name, into: &text)
        case .attribute: write("<\(name) note=\"1\">", "</\(name)>", into: &text)
        case .foreignNamespace: write("<\(name) xmlns=\"urn:other\">", "</\(name)>", into: &text)
        case .noNamespace: write("<\(name) xmlns=\"\">", "</\(name)>", into: &text)
        case .prefix: write("<p:\(name)\n xmlns:p='urn:vaxel:message:1' >", "</p:\(name)>", into: &text)
        case .strayText: write("<\(name)>stray", "</\(name)>", into: &text)
        case .comment: write("<!-- > --><\(name)><!--<x>-->", "<!----></\(name)\t><!-- -->", into: &text)
        case .instruction: write("<\(name)><?x <y> ?>", "</\(name)><?z?>", into: &text)
        case .named(let other): writeXML(other, into: &text)
        case .twice:
            writeXML(name, into: &text)
            writeXML(name, into: &text)
        case .cdata:
            // A CDATA section can hold neither its own end nor what must be written as a reference.
            guard let leaf, !leaf.contains("]]>"),
                leaf.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A })
            else { return writeXML(name, into: &text) }
            text += "<\(name)><![CDATA[\(leaf)]]></\(name)>"
        }
    }

    private func write(_ start: String, _ end: String, into text: inout String) {
        text += start
        writeInside(into: &text)
        text += end
    }

    private func writeInside(into text: inout String) {
        switch self {
        case .text(let value), .bare(let value): text += Self.escaped(value)
        case .null: break
        case .object(let members):
            for (index, member) in members.enumerated() {
                if index > 0 { text += "\n" }
                member.value.writeXML(member.name, into: &text)
            }
        case .list(let item, let items):
            for value in items { value.writeXML(item, into: &text) }
        case .marked(_, let inner): inner.writeInside(into: &text)
        }
    }

    /// Whether JSON may hold the text as a number or truth value.
    private static func isJSONWord(_ text: String) -> Bool {
        // Looking for a match is dear, and most are one digit.
        text == "1" || text == "true" || text == "false"
            || text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
    }

    private static func quoted(_ text: String, escaping: Bool) -> String {
        guard escaping || !text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else {
            return "\"\(text)\""
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where escaping || scalar.value < 0x20:
                for unit in String(scalar).utf16 { quoted += "\\u" + hex(unit) }
            case "\"", "\\": quoted += "\\\(scalar)"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: unit % 2 == 0)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "<", "&", ">": escaped += "&#\(scalar.value);"
            case _ where scalar.value < 0x20: escaped += "&#x\(String(scalar.value, radix: 16));"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
