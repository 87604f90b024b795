internal import Messages

/// The messages of the demonstration: synthetic persons with public test numbers, ids and times of their own each run.
struct DemoMessages {
    /// When the demonstration began; all times follow from it.
    let start: Timestamp
    /// One case for the whole demonstration.
    let caseID: String

    /// The ward tells that somebody was admitted: XML, addressed to the social services.
    func admissionNotice(id: MessageID) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <message xmlns="urn:vaxel:message:1">
          <messageId>\(id)</messageId>
          <type>AdmissionNotice</type>
          <version>1</version>
          <status>new</status>
          <caseId>\(caseID)</caseId>
          <sentAt>\(start.swedishLocal)</sentAt>
          <sender>
            <unit>SE0000000001-AVD52</unit>
            <unitName>Avdelning 52</unitName>
            <person>
              <hsaId>SE0000000001-P0042</hsaId>
              <name>Testperson Ett</name>
              <role>Sjuksköterska</role>
            </person>
          </sender>
          <receivers>
            <receiver>
              <unit>SE0000000002-SOC1</unit>
            </receiver>
          </receivers>
          <patient>
            <id>191212121212</id>
            <idType>personnummer</idType>
            <name>Tolvan Tolvansson</name>
            <municipalityCode>2580</municipalityCode>
            <protectedIdentity>none</protectedIdentity>
          </patient>
          <legalBasis>lag-2017-612</legalBasis>
          <content>
            <admissionNotice>
              <admittedAt>\(start.adding(seconds: -7200).swedishLocal)</admittedAt>
              <plannedDischargeAt>\(start.adding(seconds: 4 * 86_400).swedishDate.text)</plannedDischargeAt>
              <address>
                <street>Testgatan 12</street>
                <postalCode>972 31</postalCode>
                <city>Luleå</city>
              </address>
              <expectedNeeds>
                <expectedNeed>socialService</expectedNeed>
                <expectedNeed>municipalHealthCare</expectedNeed>
                <expectedNeed>regionalOpenCare</expectedNeed>
              </expectedNeeds>
            </admissionNotice>
          </content>
        </message>

        """
    }

    /// The ward asks the social services something: JSON.
    func generalMessage(id: MessageID, subject: String, text: String) -> String {
        """
        {
          "messageId": "\(id)", "type": "GeneralMessage", "version": 1, "status": "new", "caseId": "\(caseID)",
          "sentAt": "\(start.swedishLocal)",
          "sender": {
            "unit": "SE0000000001-AVD52",
            "person": { "hsaId": "SE0000000001-P0042", "name": "Testperson Ett", "role": "Sjuksköterska" }
          },
          "receivers": [{ "unit": "SE0000000002-SOC1" }],
          "patient": {
            "id": "191212121212", "idType": "personnummer", "name": "Tolvan Tolvansson", "protectedIdentity": "none"
          },
          "legalBasis": "consent",
          "content": { "subject": "\(subject)", "text": "\(text)" }
        }

        """
    }

    /// The health centre shares an agreed plan that the person wants to see on 1177: JSON.
    func sipEstablished(id: MessageID, plan: UUIDBytes) -> String {
        """
        {
          "messageId": "\(id)", "type": "SipEstablished", "version": 1, "status": "new", "caseId": "\(caseID)",
          "sentAt": "\(start.swedishLocal)",
          "sender": {
            "unit": "SE0000000001-HC01", "unitName": "Hälsocentralen Ett",
            "person": { "hsaId": "SE0000000001-P0107", "name": "Testperson Två", "role": "Distriktssköterska" }
          },
          "receivers": [{ "unit": "SE0000000002-SOC1" }],
          "patient": {
            "id": "191212121212", "idType": "personnummer", "name": "Tolvan Tolvansson", "protectedIdentity": "none"
          },
          "legalBasis": "consent",
          "content": {
            "planId": "\(plan.text)", "planVersion": 1, "planStatus": "established", "process": "discharge",
            "establishedAt": "\(start.swedishLocal)",
            "consent": { "state": "given", "givenAt": "\(start.swedishDate.text)", "form": "oral" },
            "whatMatters": "Att kunna bo hemma och komma ut i trädgården varje dag.",
            "goals": [{ "goalId": "1", "text": "Gå själv till brevlådan", "term": "short" }],
            "efforts": [
              {
                "effortId": "1", "text": "Hjälp i hemmet morgon och kväll", "principal": "municipality",
                "unit": {
                  "hsaId": "SE0000000002-SOC1", "name": "Socialtjänsten, Exempel kommun", "principal": "municipality"
                },
                "status": "planned", "goalIds": ["1"]
              },
              {
                "effortId": "2", "text": "Gångträning med fysioterapeut en gång i veckan", "principal": "region",
                "unit": { "hsaId": "SE0000000001-HC01", "name": "Hälsocentralen Ett", "principal": "region" },
                "status": "planned", "goalIds": ["1"]
              }
            ],
            "overallResponsible": { "principal": "region" },
            "coordinator": {
              "hsaId": "SE0000000001-P0107", "name": "Testperson Två", "role": "Distriktssköterska",
              "phone": "031-390 06 02",
              "unit": { "hsaId": "SE0000000001-HC01", "name": "Hälsocentralen Ett", "principal": "region" }
            },
            "participants": [
              { "name": "Tolvan Tolvansson", "role": { "code": "person" }, "present": true },
              { "name": "Testperson Två", "role": { "code": "careContact" }, "present": true }
            ],
            "followUp": { "at": "\(start.adding(seconds: 30 * 86_400).swedishDate.text)" },
            "publication": { "wanted": true, "approvedForPatient": true }
          }
        }

        """
    }
}
