internal import MessageFormats
internal import Messages

extension Rejection {
    /// The same refusal with the places of members in the form in which the caller sent them.
    ///
    /// Source: interfaces §3.
    func located(inBodyOf call: Call) -> Rejection {
        guard (try? call.bodyForm().form) == .xml else { return self }
        let located = problems.map { problem in
            Problem(
                problem.code, path: problem.path.map(Self.elements(of:)), line: problem.line, detail: problem.detail)
        }
        return Rejection(located) ?? self
    }

    /// `/units/3` as `/*/units/*[4]`: the root may have any name, and so may the items of a list.
    private static func elements(of pointer: String) -> String {
        "/*" + pointer.split(separator: "/").map { name in Int(name).map { "/*[\($0 + 1)]" } ?? "/\(name)" }.joined()
    }
}
