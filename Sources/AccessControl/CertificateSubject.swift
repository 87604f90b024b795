/// Whom a client certificate is on, by the `serialNumber` of its subject.
///
/// Source: SITHS and ETSI EN 319 412-1 §5.1.3: certificates of organisations, functions and employees hold an HSA-id, those
/// of private persons a person number.
package enum CertificateSubject: Hashable, Sendable {
    /// An HSA-id, in upper case.
    case hsaID(String)
    /// A person number or coordination number, which is nobody's right to call; the number is not kept.
    case personNumber

    /// Reads what stands as `serialNumber`; nil when it is neither.
    ///
    /// Source: RFC 5280 appendix A.1, X520SerialNumber: a PrintableString, which is of ASCII alone.
    package init?(serialNumber: String) {
        // Before case is put aside: the upper case of ſ is S, and the id would be another system's.
        guard serialNumber.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = serialNumber.uppercased()
        // 191212121212, 1212121212, with - or + before the last four, and as PNOSE-191212121212.
        guard text.wholeMatch(of: /(?:PNOSE-)?[0-9]{6}(?:[0-9]{2})?[-+]?[0-9]{4}/) == nil else {
            self = .personNumber
            return
        }
        guard text.wholeMatch(of: /[A-Z][A-Z0-9\-]{0,30}/) != nil else { return nil }
        self = .hsaID(text)
    }
}
