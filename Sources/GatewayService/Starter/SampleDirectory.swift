/// The sample organisation that a new folder starts with, which is also that of the samples.
///
/// Two functions are added to it, to which deviations go. Source: interfaces §5; catalogue, Deviation.
enum SampleDirectory {
    /// The systems that get a token, with the person whose token it is, where one must be named.
    static let systems: [(name: String, who: String?)] = [
        ("ehr", nil), ("municipal", nil), ("grannby", nil), ("ntjp", nil), ("operator", "Operatör Exempel"),
        ("payload-reader", "Läsare Exempel"), ("auditor", "Granskare Exempel"),
    ]

    /// The directory file.
    ///
    /// The telephone numbers are from the series that the Swedish authority keeps for fiction.
    static let json = """
        {
          "organisations": [
            {
              "hsaId": "SE0000000001", "name": "Region Exempel", "principal": "region",
              "units": [
                {
                  "hsaId": "SE0000000001-AVD52", "name": "Avdelning 52", "kind": "ward",
                  "careGiver": "SE0000000001-VG1", "careUnit": "SE0000000001-AVD52", "highestSensitivity": 2,
                  "contact": { "name": "Avdelning 52, sköterskeexpeditionen", "phone": "031-390 06 01", "hours": "dygnet runt" }
                },
                {
                  "hsaId": "SE0000000001-HC01", "name": "Hälsocentralen Ett", "kind": "healthCentre",
                  "careGiver": "SE0000000001-VG1", "careUnit": "SE0000000001-HC01", "highestSensitivity": 2,
                  "municipalityCodes": ["2580"],
                  "contact": { "name": "Hälsocentralen Ett, samordning", "phone": "031-390 06 02", "hours": "vardagar 8–17" }
                },
                {
                  "hsaId": "SE0000000001-PSYK1", "name": "Psykiatriska avdelningen 1", "kind": "psychiatricWard",
                  "careGiver": "SE0000000001-VG1", "careUnit": "SE0000000001-PSYK1", "highestSensitivity": 3,
                  "contact": { "name": "Psykiatriska avdelningen 1", "phone": "031-390 06 03", "hours": "dygnet runt" }
                },
                {
                  "hsaId": "SE0000000001-VC1", "name": "Verksamhetschefen", "kind": "headOfOperations",
                  "highestSensitivity": 2,
                  "contact": { "name": "Chefssekreteraren", "phone": "031-390 06 04", "hours": "vardagar 8–16" }
                }
              ]
            },
            {
              "hsaId": "SE0000000002", "name": "Exempel kommun", "principal": "municipality",
              "units": [
                {
                  "hsaId": "SE0000000002-SOC1", "name": "Socialtjänsten, Exempel kommun", "kind": "socialService",
                  "municipalityCodes": ["2580"], "highestSensitivity": 3,
                  "contact": {
                    "name": "Biståndsenheten", "phone": "031-390 06 11", "hours": "vardagar 8–16",
                    "reservePhone": "031-390 06 12"
                  }
                },
                {
                  "hsaId": "SE0000000002-KHS1", "name": "Kommunal hälso- och sjukvård, Exempel kommun",
                  "kind": "municipalHealthCare", "municipalityCodes": ["2580"], "highestSensitivity": 3,
                  "careGiver": "SE0000000002-VG1", "careUnit": "SE0000000002-KHS1",
                  "contact": { "name": "Samordnande sjuksköterska", "phone": "031-390 06 13", "hours": "dygnet runt" }
                },
                {
                  "hsaId": "SE0000000002-SABO1", "name": "Särskilt boende Ett", "kind": "specialHousing",
                  "municipalityCodes": ["2580"], "highestSensitivity": 2,
                  "onCall": [{ "unit": "SE0000000002-KHS1", "hours": "mon-sun 16:00-08:00, sat-sun 08:00-16:00" }],
                  "contact": { "name": "Enhetschefen", "phone": "031-390 06 14", "hours": "vardagar 8–16" }
                },
                {
                  "hsaId": "SE0000000002-MAS1", "name": "Medicinskt ansvarig sjuksköterska, Exempel kommun",
                  "kind": "medicallyResponsibleNurse", "municipalityCodes": ["2580"], "highestSensitivity": 2,
                  "contact": { "name": "MAS", "phone": "031-390 06 15", "hours": "vardagar 8–16" }
                }
              ]
            },
            {
              "hsaId": "SE0000000003", "name": "Grannby kommun", "principal": "municipality",
              "units": [
                {
                  "hsaId": "SE0000000003-SOC1", "name": "Socialtjänsten, Grannby kommun", "kind": "socialService",
                  "municipalityCodes": ["2581"], "highestSensitivity": 3,
                  "contact": { "name": "Biståndsenheten", "phone": "031-390 06 21", "hours": "vardagar 8–16" }
                }
              ]
            }
          ],
          "careGivers": [
            { "hsaId": "SE0000000001-VG1", "name": "Region Exempel, vårdgivare", "onClose": "keep" }
          ],
          "subscriptions": [
            {
              "subscriber": "SE0000000001-HC01", "process": "discharge",
              "senders": ["SE0000000001-AVD52"], "whenAddressed": "SE0000000002"
            },
            {
              "subscriber": "SE0000000002-KHS1", "process": "discharge",
              "senders": ["SE0000000001-AVD52"], "whenAddressed": "SE0000000002"
            }
          ],
          "systems": [
            { "name": "ehr", "grants": [
              { "rights": ["send", "receive"], "organisation": "SE0000000001" },
              { "rights": ["compulsory"], "units": ["SE0000000001-PSYK1"] }
            ] },
            { "name": "municipal", "grants": [
              { "rights": ["send", "receive"], "organisation": "SE0000000002" },
              { "rights": ["compulsory"], "units": ["SE0000000002-SOC1", "SE0000000002-KHS1"] }
            ] },
            { "name": "grannby", "grants": [{ "rights": ["send", "receive"], "organisation": "SE0000000003" }] },
            { "name": "ntjp", "grants": [{ "rights": ["careplans"], "organisation": "SE0000000001" }] },
            { "name": "operator", "grants": [{ "rights": ["operate"], "everywhere": true }] },
            { "name": "payload-reader", "grants": [{ "rights": ["operate", "payload"], "everywhere": true }] },
            { "name": "auditor", "grants": [{ "rights": ["audit"], "everywhere": true }] }
          ]
        }

        """
}
