import MessageFormats
import Messages
import Testing
import XMLDocuments

/// The same message in both forms gets the same verdict, and our own reading agrees with libxml2's of the exported XSD.
@Suite struct DifferentialTests {
    private static let casesPerSample = 50

    @Test(arguments: Sample.valid)
    func `XML and JSON get the same verdict, and so do the declaration and the XSD`(sample: Sample) throws {
        #expect(try refusals(of: sample) > Self.casesPerSample / 3)
    }

    @Test func `changes that leave a message valid are among them`() throws {
        for name in ["AdmissionNotice-full.json", "DischargeMessage.xml", "SipEstablished.json"] {
            #expect(try refusals(of: Sample(path: "valid/\(name)")) < Self.casesPerSample, "\(name)")
        }
    }

    /// How many of a sample's mutants are refused; both forms and both judges agree about each.
    private func refusals(of sample: Sample) throws -> Int {
        let message = try sample.read().message
        let tree = TestTree(message)
        var refused = 0
        for number in 0..<Self.casesPerSample {
            let seed = UInt64(number) &* 0x1000_0001 &+ sample.path.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }
            var mutator = Mutator(seed: seed)
            let mutant = mutator.mutate(tree)
            let xml = mutant.xml(contentName: message.type.elementName)
            let byXML = codes(xml, .xml)
            let byJSON = codes(mutant.json, .json)
            try #require(
                byXML.isEmpty == byJSON.isEmpty, "seed \(seed): XML \(byXML), JSON \(byJSON)\n\(xml)\n\(mutant.json)")
            try #require(!byXML.contains(.schemaViolation), "seed \(seed): only libxml2 complains\n\(xml)")
            try #require(
                try !declarationComplains(xml) || xsdComplains(xml), "seed \(seed): libxml2 does not complain\n\(xml)")
            refused += byXML.isEmpty ? 0 : 1
        }
        return refused
    }

    private func codes(_ text: String, _ form: WireForm) -> [RejectionCode] {
        do throws(Rejection) {
            _ = try MessageReader().read(Array(text.utf8), as: form)
            return []
        } catch {
            return error.problems.map(\.code)
        }
    }

    private func xsdComplains(_ xml: String) throws -> Bool {
        !EnvelopeSchema.problems(of: try XMLDocument.parse(Array(xml.utf8))).isEmpty
    }

    /// Whether the declaration finds something that an XSD can say too.
    private func declarationComplains(_ xml: String) -> Bool {
        do throws(Rejection) {
            _ = try MessageReader().decode(Array(xml.utf8), as: .xml)
            return false
        } catch {
            return error.problems.contains { !Self.isBeyondXSD($0) }
        }
    }

    /// What a type asks of the head, its version, whether content and type agree, and open lists.
    private static func isBeyondXSD(_ problem: Problem) -> Bool {
        switch problem.code {
        case .memberNotOfType, .unknownVersion, .contentOfOtherType: true
        case .missingMember:
            ["/message/refersTo", "/message/caseId", "/message/patient", "/message/sender/person"].contains(
                problem.path)
        case .unknownCode: problem.path?.hasSuffix("/code") == true
        // When the head names another type, the members of the content are read as that type's.
        case .unknownMember: problem.path == "/message/content/*"
        default: false
        }
    }
}
