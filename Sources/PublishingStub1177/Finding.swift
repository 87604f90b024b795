/// One thing that is wrong with a document; never holds a value of it.
struct Finding: Hashable, Sendable {
    /// Where: `/carePlan/carePlanHeader/documentTitle`.
    let path: String
    /// What, in English.
    let detail: String
}
