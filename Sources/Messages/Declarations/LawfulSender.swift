/// Who sends a message by the law (2017:612): a kind of care, which the directory's kinds of unit belong to or not.
package enum LawfulSender: String, Sendable, CaseIterable {
    /// Hospital care in a ward (sluten vård).
    ///
    /// Source: lag (2017:612) 2–3 kap.
    case inpatientCare
    /// Open care of the region (öppenvård), where the fast vårdkontakt is.
    ///
    /// Source: lag (2017:612) 4 kap. 3 §; catalogue, SipDeclined.
    case regionalOpenCare
}
