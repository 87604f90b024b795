package import Messages
package import Routing

/// Whether a plan goes to 1177 Journalen: only when the person wishes it and the care giver approves it.
///
/// The two are separate questions and both must be answered yes. Source: rules, "SIP on 1177 Journalen".
package enum PublicationRule {
    /// Why a plan must not be published; nil when it may.
    ///
    /// Asked at intake, and again before each sending.
    package static func refusal(of message: Message) -> RoutedRecipient.Skip? {
        let publication = message.content["publication"]?.record
        guard publication?["wanted"]?.boolean == true else {
            return RoutedRecipient.Skip(
                code: .publicationNotWanted, detail: "publication.wanted is not true: the person does not wish it")
        }
        guard publication?["approvedForPatient"]?.boolean == true else {
            return RoutedRecipient.Skip(
                code: .publicationNotApproved,
                detail: "publication.approvedForPatient is not true: the care giver has not approved it")
        }
        return nil
    }
}
