import MessageFormats
import Messages

/// What must hold of the reader of messages: an answer within its bounds, and what is accepted can be written in both
/// forms and read again as the same.
enum ReaderProperties {
    static func ofMessage(_ bytes: [UInt8], as form: WireForm, charset: String? = nil) -> String? {
        do throws(Rejection) {
            return wayBack(of: try MessageReader().read(bytes, as: form, charset: charset).message)
        } catch {
            let isOrderly = (1...100).contains(error.problems.count) && error.status < 500
            return isOrderly ? nil : "refused with \(error.problems.count) problems and \(error.status)"
        }
    }

    private static func wayBack(of message: Message) -> String? {
        for form in WireForm.allCases {
            let written = MessageWriter().write(message, as: form)
            do throws(Rejection) {
                let again = try MessageReader().read(written, as: form).message
                guard again.record == message.record else { return "reads otherwise when written as \(form)" }
            } catch {
                let reasons = error.problems.map { "\($0.code) \($0.path ?? "")" }
                return "accepted, and refused when written as \(form): \(reasons)"
            }
        }
        return nil
    }
}
