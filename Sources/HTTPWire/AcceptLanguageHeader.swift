/// What languages a client reads, and how gladly.
///
/// Source: RFC 9110 §12.5.4; RFC 4647 §3.4, where `sv-SE` is served by `sv`.
package struct AcceptLanguageHeader: Sendable {
    private struct Range {
        /// In lower case; `*` for any.
        let tag: String
        /// 0 to 1,000.
        let quality: Int
    }

    private let ranges: [Range]

    /// Reads all `Accept-Language` lines of a request.
    ///
    /// Ranges that are broken are passed over.
    package init(_ lines: [String]) {
        ranges = FieldScanner.elements(of: lines, atMost: Limits.acceptRanges) { Self.range(from: &$0) }
    }

    /// The language that the client likes best of these, given by their primary tags in lower case; of equals the first.
    ///
    /// `nil` if it names none of them.
    package func prefers(among offers: [String]) -> String? {
        var best: (offer: String, quality: Int)?
        for offer in offers {
            let quality = quality(of: offer)
            if quality > (best?.quality ?? 0) { best = (offer, quality) }
        }
        return best?.offer
    }

    private func quality(of offer: String) -> Int {
        let named = ranges.filter { $0.tag == offer || $0.tag.hasPrefix("\(offer)-") }
        return named.map(\.quality).max() ?? ranges.first { $0.tag == "*" }?.quality ?? 0
    }

    private static func range(from scanner: inout FieldScanner) -> Range? {
        guard let tag = scanner.token(), let parameters = scanner.parameters() else { return nil }
        guard let weight = parameters.first(where: { $0.name == "q" }) else {
            return Range(tag: tag.lowercased(), quality: 1_000)
        }
        return QualityValue.thousandths(weight.value).map { Range(tag: tag.lowercased(), quality: $0) }
    }
}
