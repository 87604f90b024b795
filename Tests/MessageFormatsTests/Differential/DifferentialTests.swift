import MessageFormats
import Messages
import Testing

/// The same message in both forms gets the same verdict, and our own reading agrees with libxml2's of the exported XSD.
///
/// A case is made of its type and its number alone: a failure names both.
@Suite struct DifferentialTests {
    /// Cases of all types together.
    private static let cases = 20_400
    private static let casesPerType = cases / MessageCatalogue.standard.types.count + 1

    @Test(arguments: MessageCatalogue.standard.types)
    func `XML and JSON get the same verdict, and so do the declaration and the XSD`(type: MessageType) throws {
        var (accepted, refused) = (0, 0)
        for number in 0..<Self.casesPerType {
            let made = DifferentialCase(type, number)
            let judged = JudgedCase(made)
            if let fault = try judged.fault() {
                let small = try made.shrunk { try JudgedCase($0).fault() == fault }
                Issue.record("\(fault): \(small)")
                return
            }
            if judged.xml.problems.isEmpty { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted >= 10 && refused > Self.casesPerType / 4, "\(accepted) \(refused)")
    }
}

/// A case with the reader's verdicts on its two forms.
private struct JudgedCase {
    let made: DifferentialCase
    let document: String
    let xml: Verdict
    let json: Verdict

    init(_ made: DifferentialCase) {
        self.made = made
        document = made.xml
        xml = Verdict(document, as: .xml)
        json = Verdict(made.json, as: .json)
    }

    /// What is wrong with the verdicts, in words that a smaller case of the same fault has too; nil when they are as they should be.
    func fault() throws -> String? {
        if made.isSameInBoth, !xml.agrees(with: json) { return "the forms differ" }
        if let isBroken = xml.breaksSchema(in: .xsd), try SchemaReferee.refuses(document) != isBroken {
            return "the XSD \(isBroken ? "does not refuse" : "refuses")"
        }
        if made.changes.allSatisfy(\.changesNothing) {
            let broken = (xml.problems + json.problems).filter { !$0.code.text.hasPrefix("VX-12") }
            if !broken.isEmpty { return "a message that fits is refused" }
        }
        if made.changes.count == 1, let code = made.changes[0].code {
            let verdict = made.changes[0].scope == .jsonOnly ? json : xml
            if !verdict.problems.contains(where: { $0.code == code }) { return "\(code) is not told" }
        }
        return nil
    }
}
