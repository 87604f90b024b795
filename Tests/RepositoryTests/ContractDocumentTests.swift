import Testing

/// Who gets a code or looks at a figure finds it in the documents.
struct ContractDocumentTests {
    private static let folder = "Sources/GatewayService/Documentation.docc"

    @Test func `every metric stands in the API's document`() throws {
        let document = try Repository.text("\(Self.folder)/API.md")
        var names: Set<String> = []
        for file in try Repository.swiftFiles(below: "Sources") where file.room != "LinuxSystem" {
            names.formUnion(file.text.matches(of: /name: "(vaxel_[a-z0-9_]+)"/).map { String($0.output.1) })
            names.formUnion(file.text.matches(of: /[#] TYPE (vaxel_[a-z0-9_]+)/).map { String($0.output.1) })
            guard file.path.hasSuffix("/QueueMetrics.swift") else { continue }
            names.formUnion(
                file.text.matches(of: /add\(\s*&text, "([a-z0-9_]+)"/).map { "vaxel_\($0.output.1)" })
        }
        #expect(names.count > 30, "the metrics were not found in the sources: \(names.count)")
        let told = Set(document.matches(of: /`(vaxel_[a-z0-9_]+)/).map { String($0.output.1) })
        #expect(names.subtracting(told).sorted() == [], "these are not in API.md")
        #expect(told.subtracting(names).sorted() == [], "these are in API.md, and nothing counts them")
    }

    @Test func `every code stands in a document, by itself or in a range`() throws {
        var codes: Set<Substring> = []
        for file in try Repository.swiftFiles(below: "Sources/Messages/Rejections") {
            codes.formUnion(file.text.matches(of: /RejectionCode\(\s*"(VX-W?[0-9]+)"/).map(\.output.1))
        }
        #expect(codes.count > 200, "the codes were not found in the sources")
        var told: Set<Substring> = []
        for name in ["API", "Messages", "Rules"] {
            let document = try Repository.text("\(Self.folder)/\(name).md")
            told.formUnion(document.matches(of: /VX-W?[0-9]+/).map(\.output))
            for range in document.matches(of: /`VX-([0-9]+)`–`VX-([0-9]+)`/) {
                guard let first = Int(range.output.1), let last = Int(range.output.2), first < last else { continue }
                told.formUnion((first...last).map { "VX-\($0)" })
            }
        }
        #expect(codes.subtracting(told).sorted() == [], "these are in no document")
    }

    @Test func `every code but those that rest is given by something`() throws {
        var names: Set<Substring> = []
        var others = ""
        for file in try Repository.swiftFiles(below: "Sources") {
            if file.path.contains("/Rejections/RejectionCode") {
                names.formUnion(file.text.matches(of: /static let (\w+) = RejectionCode\(/).map(\.output.1))
            } else {
                others += file.text
            }
        }
        let used = Set(others.matches(of: /\.(\w+)/).map(\.output.1))
        let catalogue = try Repository.text("Sources/Messages/Rejections/RejectionCode.swift")
        let list = try #require(catalogue.firstMatch(of: /let resting: \[RejectionCode\] = \[([^\]]*)\]/))
        let resting = Set(list.output.1.matches(of: /\.(\w+)/).map(\.output.1))
        // The queues write this one by its text: they are below the catalogue's users and name no code of it.
        #expect(names.subtracting(used).subtracting(["deliveryUnanswered"]) == resting)
    }
}
