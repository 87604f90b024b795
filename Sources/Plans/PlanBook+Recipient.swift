internal import Messages
internal import Routing

extension PlanBook {
    /// The 1177 publishing service as a recipient of a message that is about to be accepted.
    ///
    /// Skipped, with the reason, when nothing is to change there; nil for a message that is neither plan nor closing, nor
    /// cancels one of a plan that was ever to be shown, nor changes the id of the person whose plan is shown.
    func recipient(for message: Message, inCase planCase: PlanCase?) -> RoutedRecipient? {
        if shownPlan(changedBy: message, inCase: planCase) != nil {
            return .publisher(why: "the person of a published plan has another id")
        }
        if message.isPlan { return recipient(forVersion: message) }
        if message.isPlanClosing { return recipient(forClosing: message) }
        guard message.isCancellation, let plan = plan(of: message), self[plan]?.isEverShown == true else { return nil }
        return .publisher(why: "cancels part of a published plan")
    }

    /// A version that is not to be shown must still go there, when an earlier one may stand there.
    private func recipient(forVersion message: Message) -> RoutedRecipient {
        guard let refusal = PublicationRule.refusal(of: message) else { return .publisher(why: "publication") }
        guard let plan = named(in: message),
            let version = PlanVersion(message, order: .max, inCase: nil, isCancelled: false),
            self[plan]?.hasShown(before: version.rank) == true
        else { return .publisher(why: "publication", skipped: refusal) }
        return .publisher(why: "withdraws publication")
    }

    private func recipient(forClosing message: Message) -> RoutedRecipient {
        let why = "closing of a published plan"
        guard let display = named(in: message).flatMap({ self[$0]?.display }), display != .nothing else {
            return .publisher(
                why: why,
                skipped: RoutedRecipient.Skip(
                    code: .nothingPublished, detail: "nothing of the plan is to be shown, so there is nothing to close")
            )
        }
        return .publisher(why: why)
    }
}

extension RoutedRecipient {
    fileprivate static func publisher(why: String, skipped: Skip? = nil) -> RoutedRecipient {
        RoutedRecipient(destination: .publisher1177, name: "1177 Journalen", why: why, skipped: skipped)
    }
}
