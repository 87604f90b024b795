/// An element of a document as the stub reads it: names, text and what is within.
struct PlanElement {
    let name: String
    let namespace: String
    /// The text of this element alone, without white space at its ends.
    let text: String
    let children: [PlanElement]

    /// The national schema's own namespace.
    static let common = "urn:riv:clinicalprocess:logistics:logistics:3"
    /// The namespace of the response that care plans stand in.
    static let response = "urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2"

    /// The first child of that name in the schema's namespace.
    subscript(name: String) -> PlanElement? {
        children.first { $0.name == name && $0.namespace == Self.common }
    }

    /// All children of that name in the schema's namespace.
    func all(_ name: String) -> [PlanElement] {
        children.filter { $0.name == name && $0.namespace == Self.common }
    }
}
