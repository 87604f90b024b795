internal import MessageFormats
internal import Messages

/// An object of a configuration file: its members are taken one by one, and those that nobody took are an error that
/// names the nearest known one.
struct ConfigurationObject {
    let file: String
    let path: String
    private let members: [(String, APIValue)]

    private init(file: String, path: String, members: [(String, APIValue)]) {
        self.file = file
        self.path = path
        self.members = members
    }

    /// Reads a file's bytes as one JSON object.
    init(bytes: [UInt8], file: String) throws(ConfigurationFault) {
        let value: APIValue
        do {
            value = try APIDocument.read(bytes, as: .json)
        } catch {
            let line = error.first.line.map { "line \($0): " } ?? ""
            throw ConfigurationFault(file: file, path: error.first.path ?? "", detail: "\(line)\(error.first.detail)")
        }
        guard case .object(let members) = value else {
            throw ConfigurationFault(file: file, detail: "the file is no JSON object")
        }
        self.init(file: file, path: "", members: members)
    }

    /// Refuses members that are not known, each with the nearest known name.
    func expectOnly(_ known: [String]) throws(ConfigurationFault) {
        for (name, _) in members where !known.contains(name) {
            let nearest = NearestName.of(name, among: known).map { "; did you mean \"\($0)\"?" } ?? "."
            throw ConfigurationFault(
                file: file, path: "\(path)/\(name)",
                detail: "unknown key\(nearest) Known are: \(known.joined(separator: ", "))")
        }
    }

    /// A fault at one of the members.
    func fault(_ name: String, _ detail: String) -> ConfigurationFault {
        ConfigurationFault(file: file, path: name.isEmpty ? path : "\(path)/\(name)", detail: detail)
    }
}

// MARK: - Members by type

extension ConfigurationObject {
    private func value(_ name: String) -> APIValue? {
        guard let value = members.first(where: { $0.0 == name })?.1 else { return nil }
        if case .null = value { return nil }
        return value
    }

    func text(_ name: String) throws(ConfigurationFault) -> String? {
        guard let value = value(name) else { return nil }
        guard case .text(let text) = value, !text.isEmpty else { throw fault(name, "a text is expected") }
        return text
    }

    func requiredText(_ name: String) throws(ConfigurationFault) -> String {
        guard let text = try text(name) else { throw fault(name, "is missing") }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ConfigurationFault) -> Int? {
        guard let value = value(name) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            throw fault(name, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
        }
        return number
    }

    /// The names of the members, for an object that is a table.
    var names: [String] { members.map(\.0) }

    func integers(_ name: String) throws(ConfigurationFault) -> [Int] {
        guard let value = value(name) else { return [] }
        guard case .list(_, let items) = value else { throw fault(name, "a list of whole numbers is expected") }
        var integers: [Int] = []
        for (index, item) in items.enumerated() {
            guard case .integer(let integer) = item else {
                throw fault("\(name)/\(index)", "a whole number is expected")
            }
            integers.append(integer)
        }
        return integers
    }

    func boolean(_ name: String) throws(ConfigurationFault) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .boolean(let boolean) = value else { throw fault(name, "true or false is expected") }
        return boolean
    }

    func object(_ name: String) throws(ConfigurationFault) -> ConfigurationObject? {
        guard let value = value(name) else { return nil }
        guard case .object(let members) = value else { throw fault(name, "an object is expected") }
        return ConfigurationObject(file: file, path: "\(path)/\(name)", members: members)
    }

    func objects(_ name: String) throws(ConfigurationFault) -> [ConfigurationObject] {
        guard let value = value(name) else { return [] }
        guard case .list(_, let items) = value else { throw fault(name, "a list is expected") }
        var objects: [ConfigurationObject] = []
        for (index, item) in items.enumerated() {
            guard case .object(let members) = item else { throw fault("\(name)/\(index)", "an object is expected") }
            objects.append(ConfigurationObject(file: file, path: "\(path)/\(name)/\(index)", members: members))
        }
        return objects
    }

    func texts(_ name: String) throws(ConfigurationFault) -> [String] {
        guard let value = value(name) else { return [] }
        guard case .list(_, let items) = value else { throw fault(name, "a list of texts is expected") }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard case .text(let text) = item, !text.isEmpty else {
                throw fault("\(name)/\(index)", "a text is expected")
            }
            texts.append(text)
        }
        return texts
    }

    /// A text that an identifier can be made of.
    func identifier<Identifier>(
        _ name: String, _ kind: String, _ make: (String) -> Identifier?
    ) throws(ConfigurationFault) -> Identifier? {
        guard let text = try text(name) else { return nil }
        guard let identifier = make(text) else { throw fault(name, "\(kind) is expected") }
        return identifier
    }

    func requiredIdentifier<Identifier>(
        _ name: String, _ kind: String, _ make: (String) -> Identifier?
    ) throws(ConfigurationFault) -> Identifier {
        guard let identifier = try identifier(name, kind, make) else { throw fault(name, "is missing: \(kind)") }
        return identifier
    }

    func identifiers<Identifier>(
        _ name: String, _ kind: String, _ make: (String) -> Identifier?
    ) throws(ConfigurationFault) -> [Identifier] {
        var identifiers: [Identifier] = []
        for (index, text) in try texts(name).enumerated() {
            guard let identifier = make(text) else { throw fault("\(name)/\(index)", "\(kind) is expected") }
            identifiers.append(identifier)
        }
        return identifiers
    }
}
