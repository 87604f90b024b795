package import MessageFormats
package import Messages

/// The members of an API object that a caller sent, asked for by name and type.
///
/// What is not as asked for is refused with `requestBodyInvalid` and the JSON Pointer of the member.
package struct APIObject: Sendable {
    private let value: APIValue
    /// Where the object stands in the body: empty for the body itself, else `/readBy`.
    private let path: String

    /// Takes an object whose members have been looked at already.
    init(_ value: APIValue, path: String = "") {
        self.value = value
        self.path = path
    }

    /// Takes an object, in XML also an empty one, which cannot be told from an empty text there.
    ///
    /// - Throws: `Rejection` when the value is no object, has a member that is not known, or has one twice, as XML may.
    init(_ value: APIValue, path: String, known: Set<String>) throws(Rejection) {
        guard let members = value.members ?? (value.text == "" ? [] : nil) else {
            throw Rejection(
                .requestBodyInvalid, path.isEmpty ? "the body is no object" : "an object is expected", path: path)
        }
        guard members.allSatisfy({ known.contains($0.name) }) else {
            let names = known.sorted().joined(separator: ", ")
            throw Rejection(.requestBodyInvalid, "unknown member; known are: \(names)", path: "\(path)/*")
        }
        guard Set(members.map(\.name)).count == members.count else {
            throw Rejection(.requestBodyInvalid, "a member comes twice", path: "\(path)/*")
        }
        self.init(value, path: path)
    }

    /// The value under a name; nil when it is absent or null.
    package subscript(name: String) -> APIValue? { value[name] }

    /// The object under a name, which holds no other members than these; nil when it is absent or null.
    package func object(_ name: String, known: Set<String>) throws(Rejection) -> APIObject? {
        guard let member = value[name] else { return nil }
        return try APIObject(member, path: place(name), known: known)
    }

    /// The object under a name that a door declares; nil when it is absent or null.
    package func object(_ name: String, _ shape: ObjectShape) throws(Rejection) -> APIObject? {
        try object(name, known: shape.names)
    }

    /// A text of 1 to `maximum` Unicode scalars, not all of them white space, when it is there.
    ///
    /// - Throws: `Rejection` when it is there but is no such text.
    package func text(_ name: String, maximum: Int) throws(Rejection) -> String? {
        guard let member = value[name] else { return nil }
        return try text(of: member, at: name, maximum: maximum)
    }

    private func text(of value: APIValue, at name: String, maximum: Int) throws(Rejection) -> String {
        guard let text = value.text, (1...maximum).contains(text.unicodeScalars.count),
            !text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        else {
            throw invalid(name, "a text of 1 to \(maximum) characters, not all of them white space, is expected")
        }
        return text
    }

    /// A text as `text` has it, which people of other organisations will read: a person number in it is refused.
    ///
    /// - Throws: `Rejection` as `text` does, and when it holds a person number.
    package func sharedText(_ name: String, maximum: Int) throws(Rejection) -> String? {
        guard let text = try text(name, maximum: maximum) else { return nil }
        try APIObject.expectNoPersonID(in: text, path: place(name))
        return text
    }

    /// A list of at most `count` texts as `sharedText` has them; none when it is absent.
    ///
    /// - Throws: `Rejection` with the place of what is no such text.
    package func sharedTexts(_ name: String, count: Int, maximum: Int) throws(Rejection) -> [String] {
        guard let member = value[name] else { return [] }
        guard let items = member.items, items.count <= count else {
            throw invalid(name, "a list of at most \(count) texts is expected")
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            let text = try text(of: item, at: "\(name)/\(index)", maximum: maximum)
            try APIObject.expectNoPersonID(in: text, path: place("\(name)/\(index)"))
            texts.append(text)
        }
        return texts
    }

    /// Refuses a text that holds a person number.
    private static func expectNoPersonID(in text: String, path: String) throws(Rejection) {
        guard !PersonIdentifier.isFound(in: text) else {
            throw Rejection(.requestBodyInvalid, "the text holds a person number; write it without one", path: path)
        }
    }

    /// A text that must be there, and which people of other organisations will read.
    package func requiredSharedText(_ name: String, maximum: Int) throws(Rejection) -> String {
        guard let text = try sharedText(name, maximum: maximum) else { throw missing(name) }
        return text
    }

    /// A truth value, when it is there.
    package func boolean(_ name: String) throws(Rejection) -> Bool? {
        guard let member = value[name] else { return nil }
        guard let boolean = member.boolean else { throw invalid(name, "\(name) is true or false") }
        return boolean
    }

    /// A truth value that must be there.
    package func requiredBoolean(_ name: String) throws(Rejection) -> Bool {
        guard let boolean = try boolean(name) else { throw invalid(name, "\(name) is true or false") }
        return boolean
    }
}

extension APIObject {
    /// A whole number within a range, when it is there.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(Rejection) -> Int? {
        guard let member = value[name] else { return nil }
        guard let number = member.integer, range.contains(number) else {
            throw invalid(name, "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A moment with its offset that must be there: `2026-11-22T08:15:00+01:00`.
    package func requiredMoment(_ name: String) throws(Rejection) -> Timestamp {
        guard let member = value[name] else { throw missing(name) }
        guard let moment = member.text.flatMap({ Timestamp(rfc3339: $0) }) else {
            throw invalid(name, "a moment with its offset is expected: 2026-11-22T08:15:00+01:00")
        }
        return moment
    }

    /// A list of HSA-ids as sent, one that comes twice included; nil when it is absent.
    ///
    /// - Throws: `Rejection` when it is no list of 1 to `maximum` HSA-ids.
    package func units(_ name: String, maximum: Int) throws(Rejection) -> [UnitID]? {
        guard let member = value[name] else { return nil }
        guard let items = member.items, (1...maximum).contains(items.count) else {
            throw invalid(name, "a list of 1 to \(maximum) HSA-ids is expected")
        }
        var units: [UnitID] = []
        for (index, item) in items.enumerated() {
            guard let unit = item.text.flatMap({ UnitID($0) }) else {
                throw invalid("\(name)/\(index)", "an HSA-id is expected")
            }
            units.append(unit)
        }
        return units
    }

    private func place(_ name: String) -> String { "\(path)/\(name)" }

    private func invalid(_ name: String, _ detail: String) -> Rejection {
        Rejection(.requestBodyInvalid, detail, path: place(name))
    }

    private func missing(_ name: String) -> Rejection {
        invalid(name, "\(name) is missing")
    }
}
