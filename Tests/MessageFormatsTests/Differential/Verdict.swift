import MessageFormats
import Messages

/// What the reader says of a text: all that a sender is told, in words that do not depend on the form.
struct Verdict {
    let form: WireForm
    let message: Message?
    let problems: [Problem]
    let warnings: [Problem]

    /// Asks the reader.
    init(_ text: String, as form: WireForm) {
        self.form = form
        do throws(Rejection) {
            let read = try MessageReader().read(Array(text.utf8), as: form)
            (message, problems, warnings) = (read.message, [], read.warnings)
        } catch {
            (message, problems, warnings) = (nil, error.problems, [])
        }
    }

    /// Every problem and warning as its code and its place, the place as a JSON Pointer, in no order of the form's.
    var findings: [String] {
        (problems + warnings).map { "\($0.code) \(place($0))" }.sorted()
    }

    /// Whether a schema must refuse the text; nil when that cannot be told from what the reader says.
    func breaksSchema(in language: SchemaLanguage) -> Bool? {
        guard !problems.contains(where: { $0.code.text.hasPrefix("VX-10") }) else { return nil }
        let views = problems.filter { $0.code.text.hasPrefix("VX-11") }.map { language.view(of: $0, at: place($0)) }
        if views.contains(.clouded) { return nil }
        if views.contains(.seen) { return true }
        return views.contains(.unsure) ? nil : false
    }

    /// The place as a JSON Pointer.
    ///
    /// `/message/content/admissionNotice/relatives/relative[2]/name` is `/content/relatives/1/name`.
    private func place(_ problem: Problem) -> String {
        guard form == .xml, let path = problem.path else { return problem.path ?? "" }
        var steps = path.split(separator: "/").dropFirst().map(String.init)
        if steps.count > 1, steps[0] == "content", MessageCatalogue.standard.hasContent(inElement: steps[1]) {
            steps.remove(at: 1)
        }
        return steps.map { step in
            let parts = step.split(whereSeparator: { $0 == "[" || $0 == "]" })
            guard parts.count == 2, let number = Int(parts[1]) else { return "/\(step)" }
            return "/\(number - 1)"
        }.joined()
    }
}

extension Verdict {
    /// Whether the verdicts on the two forms of one message are the same.
    ///
    /// One difference is of the forms: where JSON sees that a value is of another kind, XML, which knows only text, sees that
    /// the text does not have the form.
    func agrees(with json: Verdict) -> Bool {
        guard message?.record == json.message?.record else { return false }
        let (left, right) = (findings, json.findings)
        return left == right || Self.withoutKinds(left) == Self.withoutKinds(right)
    }

    private static func withoutKinds(_ findings: [String]) -> [String] {
        let kinds: [RejectionCode] = [.wrongKind, .wrongForm, .numberOutOfRange, .emptyValue]
        return findings.map { finding in
            kinds.contains { finding.hasPrefix($0.text) } ? "kind" + finding.drop { $0 != " " } : finding
        }.sorted()
    }
}
