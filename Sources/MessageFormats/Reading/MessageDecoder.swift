import Messages

/// Decodes a wire node that should be a message: the head, the content of its type, and what the type asks of the head.
struct MessageDecoder {
    private var reader: DeclarationReader
    private let form: WireForm

    init(form: WireForm) {
        self.form = form
        reader = DeclarationReader(form: form)
    }

    var problems: [Problem] { reader.problems }
    var warnings: [Problem] { reader.warnings }

    /// The message; nil, with the problems told, when the node is none.
    mutating func message(_ root: WireNode) -> Message? {
        guard let members = reader.container(root), problems.isEmpty else { return nil }
        let content = members.filter { $0.name == "content" && reader.isOwn($0.node) }
        let head = WireNode(
            line: root.line,
            content: root.replacingMembers(members.filter { $0.name != "content" || !reader.isOwn($0.node) }))
        var record = reader.record(head, Head.fields)
        checkPlaces(of: content, among: members, root)
        guard let type = type(record, root) else { return nil }
        if let node = content.first?.node, let content = self.content(node, type) {
            record.append("content", .record(content))
        }
        checkNeeds(of: type, record, root)
        guard problems.isEmpty else { return nil }
        return Message(type: type, record: record)
    }

    /// `content` is there, once and, in XML, last.
    private mutating func checkPlaces(of content: [WireNode.Member], among members: [WireNode.Member], _ root: WireNode)
    {
        guard let first = content.first else {
            reader.report(.missingMember, at: .member("content"), line: root.line)
            return
        }
        if case .null = first.node.content { reader.report(.missingMember, at: .member("content"), line: root.line) }
        for duplicate in content.dropFirst() {
            reader.report(.duplicateMember, at: .member("content"), line: duplicate.node.line)
        }
        if form == .xml, content.count == 1, members.last?.name != "content" {
            reader.report(.wrongOrder, at: .member("content"), line: first.node.line)
        }
    }

    /// The type that the head names; nil when there is none or its version is unknown, which is told.
    private mutating func type(_ record: Record, _ root: WireNode) -> MessageType? {
        guard let name = record.text("type"), let newest = MessageCatalogue.standard.type(named: name) else {
            return nil
        }
        guard let version = record["version"]?.integer else { return newest }
        guard let type = MessageCatalogue.standard.type(named: name, version: version) else {
            reader.report(.unknownVersion, at: .member("version"), line: root["version"]?.line ?? root.line)
            return nil
        }
        return type
    }

    private mutating func content(_ node: WireNode, _ type: MessageType) -> Record? {
        if case .null = node.content { return nil }
        return reader.inside(.member("content")) { reader in
            guard form == .xml else { return reader.record(node, type.content.fields) }
            guard let members = reader.container(node) else { return nil }
            guard let element = members.first else {
                reader.report(.missingMember, at: .typed(type.elementName), line: node.line)
                return nil
            }
            guard members.count == 1, element.name == type.elementName, reader.isOwn(element.node) else {
                let wrong = element.name == type.elementName && reader.isOwn(element.node) ? members[1] : element
                let isOther =
                    members.count == 1 && reader.isOwn(wrong.node)
                    && MessageCatalogue.standard.hasContent(inElement: wrong.name)
                reader.report(isOther ? .contentOfOtherType : .unknownMember, at: .unknown, line: wrong.node.line)
                return nil
            }
            return reader.inside(.typed(type.elementName)) { $0.record(element.node, type.content.fields) }
        }
    }

    /// What the envelope leaves open and the type decides.
    ///
    /// A member that is there but wrong is told already.
    private mutating func checkNeeds(of type: MessageType, _ record: Record, _ root: WireNode) {
        check(type.refersTo, "refersTo", in: root)
        check(type.caseID, "caseId", in: root)
        check(type.patient, "patient", in: root)
        guard let sender = root["sender"] else { return }
        reader.inside(.member("sender")) { reader in
            Self.check(type.senderPerson, "person", in: sender, &reader)
        }
    }

    private mutating func check(_ need: MessageType.HeadNeed, _ name: String, in node: WireNode) {
        Self.check(need, name, in: node, &reader)
    }

    private static func check(
        _ need: MessageType.HeadNeed, _ name: String, in node: WireNode, _ reader: inout DeclarationReader
    ) {
        switch (need, node[name]) {
        case (.required, nil): reader.report(.missingMember, at: .member(name), line: node.line)
        case (.absent, let found?): reader.report(.memberNotOfType, at: .member(name), line: found.line)
        case (.required, _?), (.absent, nil), (.optional, _): break
        }
    }
}

extension WireNode {
    /// The same object or element with other members.
    fileprivate func replacingMembers(_ members: [Member]) -> Content {
        switch content {
        case .element(let element):
            .element(
                Element(
                    text: element.text, children: members, hasStrayText: false, hasAttributes: false,
                    namespace: element.namespace))
        case .object, .text, .number, .boolean, .null, .list:
            .object(members)
        }
    }
}
