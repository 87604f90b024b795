package import HTTPDoors
internal import HTTPWire
internal import Messages

/// The doors for those who write programs against the gateway: the catalogue of messages and the schemas, without login.
///
/// They hold nothing about patients, units or this gateway: the same program serves the same bytes everywhere.
package struct DocumentationEndpoints: Sendable {
    private let pages: DocumentationPages

    /// Takes what is served.
    package init(pages: DocumentationPages) {
        self.pages = pages
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.folderSign) { _ async throws(Rejection) in
                // Links of the page lead on from its folder, so the address must end with the slash.
                HTTPResponse(status: 308, headers: HTTPHeaders([("Location", "docs/")] + common))
            },
            Door(Self.pageSign) { call async throws(Rejection) in
                let name = call.parameters["file"] ?? ""
                return try answer(pages.pages[name.isEmpty ? "catalogue.html" : name], to: call)
            },
            Door(Self.schemaSign) { call async throws(Rejection) in
                try answer(pages.schemas[call.parameters["file"] ?? ""], to: call)
            },
        ]
    }

    private func answer(_ page: DocumentationPages.Page?, to call: Call) throws(Rejection) -> HTTPResponse {
        guard let page else { throw Rejection(.notFound, "there is nothing at this path") }
        let headers = [("ETag", page.etag)] + common
        guard !call.head.knows(tag: page.etag) else {
            return HTTPResponse(status: 304, headers: HTTPHeaders(headers))
        }
        return HTTPResponse(
            status: 200, headers: HTTPHeaders([("Content-Type", page.mediaType)] + headers), body: page.bytes)
    }

    private var common: [(String, String)] {
        [
            ("Cache-Control", "public, max-age=\(Limits.documentationSeconds)"),
            ("Content-Security-Policy", pages.policy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ]
    }
}
