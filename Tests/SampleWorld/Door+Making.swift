package import HTTPDoors

extension Door {
    /// A door of which nothing is told, for tests of what leads to it.
    package init(
        _ method: String, _ pattern: PathPattern, access: Access, bodyLimit: Int? = nil, query: [QueryParameter] = [],
        answers: [DoorAnswer] = [], answer: @escaping Answerer
    ) {
        let sign = DoorSign(
            method, pattern, access: access, bodyLimit: bodyLimit ?? (method == "GET" ? nil : Limits.smallBody),
            name: "test", summary: "A door of a test.",
            query: query, body: method == "GET" ? .none : .object(.request("Anything", [])), answers: answers)
        self.init(sign, answer: answer)
    }
}
