internal import Messages

/// What the health centre tells, whose nurse coordinates the plan.
extension DemoMessages {
    /// All are called to make a plan.
    var sipInvitation: String {
        let start = now.adding(seconds: 86_400)
        return json(
            "DischargeSipInvitation", ids.invitation, refersTo: ids.ready, from: .healthCentre,
            to: [Self.social, Self.nurses],
            """
                "caller": { \(coordinator) }, "callerRole": "careContact",
                "meeting": {
                  "start": "\(start.swedishLocal)", "end": "\(start.adding(seconds: 3600).swedishLocal)",
                  "form": "inPerson", "place": "Avdelning 52, samtalsrum 2"
                },
                "invitedUnits": [\(socialUnit), \(nursesUnit)],
                "consentToSip": { "state": "given", "givenAt": "\(now.swedishDate.text)" }, "patientInvited": true,
                "purpose": "Planera insatserna hemma efter sjukhuset."
            """)
    }

    /// The agreed plan, which the person wants to see on 1177.
    var sipEstablished: String {
        json(
            "SipEstablished", ids.plan, from: .healthCentre, to: [Self.social, Self.nurses],
            """
                "planId": "\(ids.planID)", "planVersion": 1, "planStatus": "established", "process": "discharge",
                "establishedAt": "\(now.swedishLocal)",
                "consent": { "state": "given", "givenAt": "\(now.swedishDate.text)", "form": "oral" },
                "whatMatters": "Att komma hem och sova i egen säng.",
                "goals": [{ "goalId": "m1", "text": "Klara dusch och påklädning hemma.", "term": "short" }],
                "efforts": [
                  {
                    "effortId": "i1", "text": "Hemtjänst morgon och kväll.", "principal": "municipality",
                    "unit": \(socialUnit), "status": "planned", "goalIds": ["m1"]
                  },
                  {
                    "effortId": "i2", "text": "Hembesök inom tre dagar.", "principal": "municipality",
                    "unit": \(nursesUnit), "status": "planned", "goalIds": ["m1"]
                  }
                ],
                "overallResponsible": { "principal": "region" },
                "coordinator": {
                  \(coordinator), "phone": "031-390 06 02",
                  "unit": { "hsaId": "SE0000000001-HC01", "name": "Hälsocentralen Ett", "principal": "region" }
                },
                "participants": [
                  { "name": "Tolvan Tolvansson", "role": { "code": "person" }, "present": true },
                  { "name": "Testperson Fem", "role": { "code": "nurse" }, "present": true }
                ],
                "followUp": { "at": "\(day(14))" },
                "publication": { "wanted": true, "approvedForPatient": true }
            """)
    }

    /// The coordinator closes the plan.
    var sipClosed: String {
        json(
            "SipClosed", ids.closing, refersTo: ids.plan, from: .healthCentre, to: [Self.social, Self.nurses],
            """
                "planId": "\(ids.planID)", "closedAt": "\(now.swedishLocal)", "closedBy": { \(coordinator) },
                "reason": { "code": "goalsMet" }, "reasonText": "Målen nåddes vid uppföljningen."
            """)
    }

    private var coordinator: String {
        "\"hsaId\": \"SE0000000001-P0101\", \"name\": \"Testperson Fem\", \"role\": \"Distriktssköterska\""
    }

    private var socialUnit: String {
        "{ \"hsaId\": \"\(Self.social)\", \"name\": \"Socialtjänsten, Exempel kommun\", \"principal\": \"municipality\" }"
    }

    private var nursesUnit: String {
        "{ \"hsaId\": \"\(Self.nurses)\", \"name\": \"Hemsjukvården, Exempel kommun\", \"principal\": \"municipality\" }"
    }
}
