/// What media types a client takes, and how gladly.
///
/// Source: RFC 9110 §12.5.1.
package struct AcceptHeader: Sendable {
    private struct Range {
        let media: MediaType
        /// 0 to 1,000.
        let quality: Int

        // The more is said, the more it counts: */* < text/* < text/plain < text/plain;format=flowed.
        var precedence: Int {
            media.type == "*" ? 0 : media.subtype == "*" ? 1 : 2 + media.parameters.count
        }

        func matches(_ offer: MediaType) -> Bool {
            guard media.type == "*" || media.type == offer.type else { return false }
            guard media.subtype == "*" || media.subtype == offer.subtype else { return false }
            return media.parameters.allSatisfy { wanted in
                offer.parameter(wanted.name)?.lowercased() == wanted.value.lowercased()
            }
        }
    }

    private let ranges: [Range]

    /// Reads all `Accept` lines of a request.
    ///
    /// Ranges that are broken are passed over.
    package init(_ lines: [String]) {
        ranges =
            lines.isEmpty ? [] : FieldScanner.elements(of: lines, atMost: Limits.acceptRanges) { Self.range(from: &$0) }
    }

    /// The index of the offer that the client likes best; of equals the first.
    ///
    /// `nil` if it takes none.
    ///
    /// Without a (readable) range everything is acceptable, and the first offer is it.
    package func prefers(among offers: [MediaType]) -> Int? {
        guard !ranges.isEmpty else { return offers.isEmpty ? nil : 0 }
        var best: (index: Int, quality: Int)?
        for (index, offer) in offers.enumerated() {
            let quality = quality(of: offer)
            if quality > (best?.quality ?? 0) { best = (index, quality) }
        }
        return best?.index
    }

    private func quality(of offer: MediaType) -> Int {
        ranges.filter { $0.matches(offer) }.max { $0.precedence < $1.precedence }?.quality ?? 0
    }

    private static func range(from scanner: inout FieldScanner) -> Range? {
        guard let media = MediaType(from: &scanner), media.type != "*" || media.subtype == "*" else { return nil }
        let weights = media.parameters.filter { $0.name == "q" }
        guard let weight = weights.first else { return Range(media: media, quality: 1_000) }
        guard let quality = QualityValue.thousandths(weight.value) else { return nil }
        let parameters = media.parameters.prefix { $0.name != "q" }
        return Range(media: MediaType(media, keeping: Array(parameters)), quality: quality)
    }
}

extension MediaType {
    fileprivate init(_ media: MediaType, keeping parameters: [Parameter]) {
        type = media.type
        subtype = media.subtype
        self.parameters = parameters
    }
}
