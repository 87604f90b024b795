internal import Messages

/// What the ward tells: in XML what the law asks for, the rest in JSON.
extension DemoMessages {
    /// Somebody was admitted.
    func admissionNotice(_ id: MessageID) -> String {
        xml(
            "AdmissionNotice", id,
            """
                <admissionNotice>
                  <admittedAt>\(admittedAt.swedishLocal)</admittedAt>
                  <plannedDischargeAt>\(day(4))</plannedDischargeAt>
                  <address>
                    <street>Tallvägen 5</street>
                    <postalCode>974 32</postalCode>
                    <city>Exempelstad</city>
                  </address>
                  <expectedNeeds>
                    <expectedNeed>socialService</expectedNeed>
                    <expectedNeed>municipalHealthCare</expectedNeed>
                    <expectedNeed>regionalOpenCare</expectedNeed>
                  </expectedNeeds>
                </admissionNotice>
            """)
    }

    /// The patient goes home a day later.
    var estimatedDischargeChanged: String {
        json(
            "EstimatedDischargeChanged", ids.estimate, refersTo: ids.notice, to: [Self.social],
            """
                "plannedDischargeAt": "\(day(5))", "previousPlannedDischargeAt": "\(day(4))",
                "reason": { "code": "waitingMunicipality" }, "note": "Hemtjänsten kan börja dagen efter."
            """)
    }

    /// The patient can go home.
    func readyForDischarge(_ id: MessageID) -> String {
        xml(
            "ReadyForDischarge", id, refersTo: ids.notice,
            """
                <readyForDischarge>
                  <readyAt>\(now.swedishLocal)</readyAt>
                  <decidedBy>
                    <hsaId>SE0000000001-P0007</hsaId>
                    <name>Testläkare Två</name>
                    <role>Överläkare</role>
                  </decidedBy>
                  <sipNeed>needed</sipNeed>
                  <regionalCareClear>yes</regionalCareClear>
                </readyForDischarge>
            """)
    }

    /// The patient cannot go home after all.
    var readyForDischargeWithdrawn: String {
        json(
            "ReadyForDischargeWithdrawn", ids.withdrawn, refersTo: ids.tooEarly, to: [Self.social],
            """
                "withdrawnAt": "\(now.swedishLocal)",
                "withdrawnBy": { "hsaId": "SE0000000001-P0007", "name": "Testläkare Två", "role": "Överläkare" },
                "reason": { "code": "medical" }, "note": "Feber. Ny bedömning senare i dag."
            """)
    }

    /// A message of the ward's own making.
    func generalMessage(_ id: MessageID, subject: String, text: String) -> String {
        json(
            "GeneralMessage", id, to: [Self.social],
            """
                "subject": "\(subject)", "text": "\(text)"
            """)
    }

    /// The ward takes back what it sent by mistake.
    var messageCancelled: String {
        xml(
            "MessageCancelled", ids.cancellation, refersTo: ids.mistake,
            """
                <messageCancelled>
                  <reason><code>wrongContent</code></reason>
                  <cancelledAt>\(now.swedishLocal)</cancelledAt>
                  <cancelledBy>
                    <hsaId>SE0000000001-P0042</hsaId>
                    <name>Testperson Ett</name>
                    <role>Sjuksköterska</role>
                  </cancelledBy>
                </messageCancelled>
            """)
    }

    /// The patient went home.
    var dischargeMessage: String {
        json(
            "DischargeMessage", ids.discharge, refersTo: ids.notice, to: [Self.social, Self.nurses],
            """
                "dischargedAt": "\(now.swedishLocal)", "destination": { "code": "ownHome" }, "dischargeKind": "planned",
                "careSummary": "Höftfraktur uteslöts. Smärtlindring och träning med fysioterapeut.",
                "medications": [
                  { "name": "Paracetamol", "strength": "500 mg", "dosage": "2 tabletter 3 gånger dagligen", "change": "new" }
                ],
                "arrangedByWard": ["Nyckel är lämnad till hemtjänsten."]
            """)
    }
}
