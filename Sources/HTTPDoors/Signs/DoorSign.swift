package import Messages

/// What stands on a door: everything about it but who answers.
///
/// The table of doors routes by it, and the description of the API is made of it, so the two cannot differ.
package struct DoorSign: Sendable {
    /// What a call brings in its body.
    package enum Body: Sendable {
        /// Nothing; white space or an empty JSON object is as good, for clients that send one with every call.
        case none
        /// A message, or up to so many of them at once.
        case messages(upTo: Int)
        /// An object; an empty body is one without members, where none is required.
        case object(ObjectShape)
    }

    /// The method, in capitals; `GET` answers `HEAD` too.
    package let method: String
    /// The path that leads to it.
    package let pattern: PathPattern
    /// Who may come in.
    package let access: Door.Access
    /// Bytes of body that are read before the call is refused with 413.
    package let bodyLimit: Int
    /// The name of the call, for those who generate clients.
    let name: String
    /// What the call does, in a line.
    let summary: String
    /// What stands in the places of the path.
    let places: [String: Shape]
    let query: [QueryParameter]
    /// Header lines of the request that it heeds besides those of HTTP.
    let headers: [HeaderSign]
    let body: Body
    let answers: [DoorAnswer]
    /// The codes by which this door refuses, besides those that follow from the rest.
    let refusals: [RejectionCode]

    /// Declares a door; without a limit, one that declares no body takes no more than an empty object, of `GET` not even that,
    /// and any other a small one.
    package init(
        _ method: String, _ pattern: PathPattern, access: Door.Access, bodyLimit: Int? = nil, name: String,
        summary: String, places: [String: Shape] = [:], query: [QueryParameter] = [],
        headers: [HeaderSign] = [], body: Body = .none, answers: [DoorAnswer], refusals: [RejectionCode] = []
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        let usualLimit =
            switch body {
            case .none: method == "GET" ? 0 : Limits.emptyBody
            case .messages, .object: Limits.smallBody
            }
        self.bodyLimit = bodyLimit ?? usualLimit
        self.name = name
        self.summary = summary
        self.places = places
        self.query = query
        self.headers = headers
        self.body = body
        self.answers = answers
        self.refusals = refusals
    }

    /// Whether it answers with a body when it does not refuse.
    package var answersWithBody: Bool {
        answers.contains { if case .none = $0.content { false } else { true } }
    }

    /// Whether anybody may come in who reaches it.
    var isOpen: Bool { access == .open || access == .local }

    /// The names in the query that the door understands.
    var queryNames: Set<String> { Set(query.map(\.name)) }
}
