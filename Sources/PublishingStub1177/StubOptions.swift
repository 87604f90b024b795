/// What the command line asks for.
struct StubOptions: Sendable {
    /// A command line, read.
    enum Reading {
        case help
        case unusable(String)
        case run(StubOptions)
    }

    /// The TCP port on 127.0.0.1; 0 lets the system choose.
    var port = -1
    /// The folder that keeps what was published.
    var folder = ""
    /// So many PUTs are answered 503 before one is taken.
    var failFirst = 0
    /// Milliseconds to wait before a PUT or a DELETE is answered.
    var delay = 0

    static let usage = "usage: vaxel-1177-stub --port N --data DIR [--fail-first N] [--delay MS]"

    static let help = """
        \(usage)

        Stands in for the publishing side of 1177 Journalen: takes care plans of GetCarePlans 2.0, checks them,
        keeps them on disk and shows them as a citizen would see them. Listens on 127.0.0.1 only.

          --port N         port to listen on; 0 takes a free one, which is printed
          --data DIR       folder for what is published; made if it is missing
          --fail-first N   answer the first N PUTs with 503
          --delay MS       wait so many milliseconds before answering a PUT or a DELETE
          --help           print this

        PUT /care-plans/{documentId}     a carePlan element; 201 new, 200 replaced, 422 with a list of what is wrong
        GET /care-plans/{documentId}     the bytes as they came; 410 when withdrawn
        DELETE /care-plans/{documentId}  withdraws it
        GET /published                   list in JSON
        GET /                            the page

        SIGTERM or SIGINT stops it. Exit status: 0 stopped, 1 failed, 2 usage.
        """

    static func read(_ arguments: some Sequence<String>) -> Reading {
        var options = StubOptions()
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            if name == "--help" || name == "-h" { return .help }
            guard ["--port", "--data", "--fail-first", "--delay"].contains(name) else {
                return .unusable("unknown argument \(name)")
            }
            guard let value = rest.popFirst() else { return .unusable("\(name) needs a value") }
            guard options.set(name, value) else { return .unusable("\(name) cannot be \(value)") }
        }
        guard options.port >= 0, !options.folder.isEmpty else { return .unusable("--port and --data are needed") }
        return .run(options)
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        if name == "--data" {
            folder = value
            return !value.isEmpty
        }
        guard let number = Int(value), number >= 0 else { return false }
        switch name {
        case "--port": port = number
        case "--fail-first": failFirst = number
        default: delay = number
        }
        return name == "--port" ? number <= 65_535 : number <= 1_000_000_000
    }
}
