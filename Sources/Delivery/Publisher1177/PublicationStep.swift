/// What is to be done at 1177 for one event.
enum PublicationStep: Hashable, Sendable {
    /// Put the document in the place of whatever is there.
    case put(CarePlanDocument, PublicationResult)
    /// Take away what stands under the documentId.
    case delete(documentID: String)
    /// Send nothing.
    case nothing
}
