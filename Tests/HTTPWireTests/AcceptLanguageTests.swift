import HTTPWire
import Testing

/// Source: RFC 9110 §12.5.4.
@Suite struct AcceptLanguageTests {
    @Test(
        arguments: [
            ([], nil), (["sv"], "sv"), (["en"], "en"), (["sv, en"], "en"), (["en;q=0.5, sv"], "sv"), (["de"], nil),
            (["sv-FI"], "sv"), (["sv-FI;q=0.2, sv;q=0.9, en;q=0.5"], "sv"), (["svx"], nil), (["*"], "en"),
            (["en;q=0, *"], "sv"), (["sv;q=0"], nil), (["sv;q=2"], nil), (["sv;q=0.1234"], nil), (["", "SV"], "sv"),
            (["de, \"x", "sv"], "sv"), (["en;q=0.1", "sv;q=0.2"], "sv"),
        ] as [([String], String?)])
    func `the language that is wanted most is found`(lines: [String], language: String?) {
        #expect(AcceptLanguageHeader(lines).prefers(among: ["en", "sv"]) == language)
    }
}
