extension Part {
    /// A file that goes with a message, byte by byte as it was.
    ///
    /// A type that has one takes `Rule.ofAttachments` too.
    static let attachment = Part(
        "Attachment", "Bilaga",
        [
            Field(
                "name", .scalar(.fileName), .required, .sensitive, "Filnamn",
                "The name of the file, without folders."),
            Field(
                "mediaType", .closedCode(.attachmentMediaType), .required, .sensitive, "Filtyp",
                "What the file is, and nothing that can be run; text/plain is in UTF-8."),
            Field(
                "data", .scalar(.base64), .required, .sensitive, "Innehåll",
                "The bytes of the file, at most 5,000,000. Source: interfaces.md, Bytes."),
        ])
}

extension CodeList {
    fileprivate static let attachmentMediaType = CodeList(
        "AttachmentMediaType",
        AttachmentFile.MediaType.allCases.map { type in
            let label =
                switch type {
                case .pdf: "PDF-dokument"
                case .plainText: "text"
                case .png: "bild (PNG)"
                case .jpeg: "bild (JPEG)"
                case .tiff: "bild eller inskannat dokument (TIFF)"
                }
            return .init(type.rawValue, label)
        })
}

extension Rule {
    /// The rules of all attachments in the content, wherever they stand.
    static let ofAttachments = [attachmentIsBase64, attachmentIsSmall, attachmentIsWhatItSays]

    private static let attachmentIsBase64 = Rule(
        .attachmentNotBase64, source: "RFC 4648 §4, §3.5", at: "data", attachments { !$0.isWhole })

    private static let attachmentIsSmall = Rule(
        .attachmentTooLarge, source: "interfaces.md, Bytes", at: "data",
        attachments { $0.isWhole && $0.size > Limits.attachmentBytes })

    private static let attachmentIsWhatItSays = Rule(
        .attachmentOfOtherType, source: "ISO 32000-1 §7.5.2; RFC 2083 §3.1; ITU-T T.81 §B.1.1.3; TIFF 6.0; RFC 3629",
        at: "data", attachments { $0.isWhole && $0.size <= Limits.attachmentBytes && !$0.isOfItsType })

    /// A test of all attachments.
    private static func attachments(_ picks: @escaping @Sendable (AttachmentFile) -> Bool) -> FieldTest {
        FieldTest(.attachment) { _, type, value in
            guard case .part(let part) = type, part === Part.attachment else { return false }
            return value.record.flatMap { AttachmentFile($0) }.map(picks) ?? false
        }
    }
}
