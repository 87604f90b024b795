package import Messages

extension FieldPath {
    /// The place as a sender of that form knows it: a JSON Pointer, or a path of elements.
    package func text(in form: WireForm, of type: MessageType) -> String {
        WirePath(self, in: type).text(in: form)
    }
}
