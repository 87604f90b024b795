/// Why a request or a message is refused: the sender's, or whoever `mendBy` names, to mend.
///
/// Nothing of it is kept.
package struct Rejection: Error, Hashable, Sendable {
    /// At least one problem; the first decides the status and the code of the answer.
    package let problems: [Problem]

    /// Refuses for one problem.
    package init(_ problem: Problem) {
        problems = [problem]
    }

    /// Refuses for one code, without a place.
    package init(_ code: RejectionCode, detail: String? = nil) {
        problems = [Problem(code, detail: detail)]
    }

    /// Refuses for several problems; nil when there are none.
    package init?(_ problems: [Problem]) {
        guard !problems.isEmpty else { return nil }
        self.problems = problems
    }

    /// The problem that decides the answer.
    package var first: Problem { problems[0] }

    /// The HTTP status of the answer.
    package var status: Int { first.code.status }
}
