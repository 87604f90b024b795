/// A rule beyond the schemas: what it is called when broken, where it comes from, and how it is checked.
///
/// A class, though it never changes: it is asked about every message, and copying its many strings each time costs more than
/// asking.
package final class Rule: Sendable {
    /// The code of a problem, or of a warning, that the rule gives.
    package let code: RejectionCode
    /// Where the rule comes from: a law, a contract, a field list.
    package let source: String
    /// What the rule asks of fields one by one; nil when it asks nothing of that kind.
    let test: FieldTest?
    /// The member, of what the test picks, where the rule is broken; nil for what is picked itself.
    private let member: String?
    /// What the rule asks besides; nil when the test is all.
    fileprivate let check: (@Sendable (Message) -> [FieldPath])?

    /// Makes a rule whose check names every place where the message breaks it.
    package init(_ code: RejectionCode, source: String, check: @escaping @Sendable (Message) -> [FieldPath]) {
        self.code = code
        self.source = source
        self.check = check
        (test, member) = (nil, nil)
    }

    /// Makes a rule that is broken by fields that a test picks, and at the places that a check names besides.
    init(
        _ code: RejectionCode, source: String, at member: String? = nil, _ test: FieldTest,
        besides check: (@Sendable (Message) -> [FieldPath])? = nil
    ) {
        self.code = code
        self.source = source
        self.test = test
        self.member = member
        self.check = check
    }

    /// The places where a message breaks the rule; none when it keeps it.
    package func violations(in message: Message) -> [FieldPath] {
        let fields = test?.places(in: message) ?? []
        return (member.map { member in fields.map { $0.appending(member) } } ?? fields) + (check?(message) ?? [])
    }
}

extension Message {
    /// The rules of the head and of the type that the message breaks, in their order, each with its places.
    package var brokenRules: [(rule: Rule, places: [FieldPath])] {
        var look = FieldLook(of: self)
        look.visit(self)
        // A bit for each rule that has a test, in the order of the rules.
        var picked = look.picked
        var broken: [(rule: Rule, places: [FieldPath])] = []
        for rule in type.allRules {
            var isPicked = false
            if rule.test != nil { (isPicked, picked) = (picked & 1 == 1, picked >> 1) }
            let places = isPicked ? rule.violations(in: self) : rule.check?(self) ?? []
            if !places.isEmpty { broken.append((rule, places)) }
        }
        return broken
    }
}
