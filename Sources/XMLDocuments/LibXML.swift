import CLibXML2

/// What libxml2 needs once in a process.
enum LibXML {
    /// Initialises the library before any thread parses, and closes its one way to files and network:
    /// what it asks for is taken from the parts of the schema that is being compiled, or is not there.
    static let start: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { address, _, context in
            guard let address else { return nil }
            return SchemaParts.input(for: String(cString: address), context)
        }
    }()
}
