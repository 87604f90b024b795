import Testing

@testable import Messages

@Suite struct CaseIDTests {
    @Test(arguments: ["a", "å", "😀"])
    func `an id has up to 64 scalars, however many bytes they take`(scalar: String) {
        #expect(CaseID(String(repeating: scalar, count: 64))?.text.unicodeScalars.count == 64)
        #expect(CaseID(String(repeating: scalar, count: 65)) == nil)
        #expect(CaseID("") == nil)
    }
}
