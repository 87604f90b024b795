/// Who sends a message by the law: a kind of care, which the directory's kinds of unit belong to or not.
package enum LawfulSender: String, Sendable, CaseIterable {
    /// Hospital care in a ward (sluten vård).
    ///
    /// Source: lag (2017:612) 2–3 kap.
    case inpatientCare
    /// Open care of the region (öppenvård), where the fast vårdkontakt is.
    ///
    /// Source: lag (2017:612) 4 kap. 3 §; catalogue, SipDeclined.
    case regionalOpenCare
    /// Psychiatric or forensic care in a ward, where the chefsöverläkare of compulsory care is.
    ///
    /// Forensic care is given in wards of both kinds, so they are not told apart. Source: LPT 15 §; LRV 6 §; catalogue,
    /// Tvångsvårdsprocessen.
    case psychiatricInpatientCare
}
