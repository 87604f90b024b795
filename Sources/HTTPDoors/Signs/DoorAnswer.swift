/// One way in which a door answers when it does not refuse.
package struct DoorAnswer: Sendable {
    /// What is in the body.
    package enum Content: Sendable {
        /// Nothing.
        case none
        /// An object, in JSON or XML as the caller wants it.
        case object(ObjectShape)
        /// One of several objects, which one by what was sent.
        case oneOf([ObjectShape])
        /// Plain text for people and programs that watch.
        case text
        /// A file, under one of these media types.
        case file([String])
        /// This description.
        case description
        /// A message's bytes as they came, under the media type that they came with.
        case payload
    }

    let status: Int
    let words: String
    let content: Content
    let headers: [HeaderSign]

    /// Declares an answer.
    package init(_ status: Int, _ words: String, _ content: Content = .none, headers: [HeaderSign] = []) {
        self.status = status
        self.words = words
        self.content = content
        self.headers = headers
    }
}
