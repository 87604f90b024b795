package import HTTPDoors
internal import HTTPWire
internal import Messages

/// The doors for those who write programs against the gateway: the catalogue of messages and the schemas, without login.
///
/// They hold nothing about patients, units or this gateway: the same program serves the same bytes everywhere.
package struct DocumentationEndpoints: Sendable {
    private let pages: MadeOnce<DocumentationPages>

    /// Takes what is served; made at the first request and never before, since that takes longer than all else of a start.
    package init(pages: @autoclosure @escaping @Sendable () -> DocumentationPages) {
        self.pages = MadeOnce(pages)
    }

    /// The entries in the table of doors.
    package var doors: [Door] {
        [
            Door(Self.folderSign) { _ async throws(Rejection) in
                // Links of the page lead on from its folder, so the address must end with the slash.
                HTTPResponse(status: 308, headers: HTTPHeaders([("Location", "docs/")] + common(await pages.value)))
            },
            Door(Self.pageSign) { call async throws(Rejection) in
                let name = call.parameters["file"] ?? ""
                let files = await pages.value
                return try answer(files.pages[name.isEmpty ? "catalogue.html" : name], of: files, to: call)
            },
            Door(Self.schemaSign) { call async throws(Rejection) in
                let files = await pages.value
                return try answer(files.schemas[call.parameters["file"] ?? ""], of: files, to: call)
            },
        ]
    }

    private func answer(
        _ page: DocumentationPages.Page?, of files: DocumentationPages, to call: Call
    ) throws(Rejection) -> HTTPResponse {
        guard let page else { throw Rejection(.notFound, "there is nothing at this path") }
        let headers = [("ETag", page.etag)] + common(files)
        guard !call.head.knows(tag: page.etag) else {
            return HTTPResponse(status: 304, headers: HTTPHeaders(headers))
        }
        var response = HTTPResponse(
            status: 200, headers: HTTPHeaders([("Content-Type", page.mediaType)] + headers), body: page.bytes)
        response.sharesBody = true
        return response
    }

    private func common(_ files: DocumentationPages) -> [(String, String)] {
        [
            ("Cache-Control", "public, max-age=\(Limits.documentationSeconds)"),
            ("Content-Security-Policy", files.policy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ]
    }
}
