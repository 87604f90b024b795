/// One thing that is wrong with a request or a message, or worth a warning.
package struct Problem: Hashable, Sendable {
    /// What is wrong, by the catalogue.
    package let code: RejectionCode
    /// A JSON Pointer, or `/message/content/x[2]` in XML; unknown names are printed as `*`.
    package let path: String?
    /// The line in what was sent, counted from 1.
    package let line: Int?
    /// What is wrong, in English, without any value that was sent.
    package let detail: String

    /// Makes a problem; without a detail it says what its code says.
    package init(_ code: RejectionCode, path: String? = nil, line: Int? = nil, detail: String? = nil) {
        self.code = code
        self.path = path
        self.line = line
        self.detail = detail ?? code.english
    }
}
