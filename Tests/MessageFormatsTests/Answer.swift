import MessageFormats
import Messages

/// What the reader answers to bytes: the first problem, or none.
struct Answer {
    let message: Message?
    let problems: [Problem]

    init(_ bytes: [UInt8], as form: WireForm, charset: String? = nil) {
        do throws(Rejection) {
            message = try MessageReader().read(bytes, as: form, charset: charset).message
            problems = []
        } catch {
            message = nil
            problems = error.problems
        }
    }

    init(_ text: String, as form: WireForm) {
        self.init(Array(text.utf8), as: form)
    }

    var code: RejectionCode? { problems.first?.code }
    var line: Int? { problems.first?.line }
    var subject: String? { message?.content.text("subject") }
}
