import CLibXML2
import Synchronization

/// The parts of the schema that is being compiled: the only thing libxml2 can load, from memory.
enum SchemaParts {
    /// One schema is compiled at a time, for libxml2 asks for parts through one function of the whole process.
    ///
    /// It is held while `parts` is taken, always in this order; schemas are compiled at the start, not for each message.
    private static let turn = Mutex(())
    private static let parts = Mutex<[String: [UInt8]]>([:])

    /// Compiles something while parts can be had by their file names.
    static func withParts(_ named: [String: [UInt8]], _ compile: () -> sending XMLSchema?) -> XMLSchema? {
        turn.withLock { _ in
            parts.withLock { $0 = named }
            defer { parts.withLock { $0 = [:] } }
            return compile()
        }
    }

    /// A part for libxml2 to read; nil when there is none of that file name.
    static func input(for address: String, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr? {
        let name = address.split(separator: "/").last.map(String.init) ?? address
        guard let bytes = parts.withLock({ $0[name] }) else { return nil }
        return bytes.withUnsafeBytes { buffer in
            // libxml2 copies the bytes into a buffer of its own.
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                let copy = xmlParserInputBufferCreateMem(base, Int32(buffer.count), XML_CHAR_ENCODING_NONE)
            else { return nil }
            return xmlNewIOInputStream(context, copy, XML_CHAR_ENCODING_NONE)
        }
    }
}
