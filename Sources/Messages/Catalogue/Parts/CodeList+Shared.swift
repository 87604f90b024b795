extension CodeList {
    static let principal = CodeList(
        "Principal",
        [
            .init("region", "region"), .init("municipality", "kommun"), .init("private", "privat utförare"),
            .init("state", "staten"), .init("other", "annan"),
        ])
    static let relation = CodeList(
        "Relation",
        [
            .init("spouse", "make/maka"), .init("child", "barn"), .init("parent", "förälder"),
            .init("guardian", "vårdnadshavare"), .init("godMan", "god man"), .init("forvaltare", "förvaltare"),
            .init("futurePowerHolder", "framtidsfullmaktshavare"), .init("other", "annan"),
        ])
    static let consentState = CodeList(
        "ConsentState",
        [
            .init("given", "lämnat"), .init("refused", "nekat"), .init("notAsked", "inte tillfrågad"),
            .init("cannot", "kan inte ta ställning"),
        ])
    static let consentForm = CodeList(
        "ConsentForm", [.init("oral", "muntligt"), .init("written", "skriftligt")])
    static let meetingForm = CodeList(
        "MeetingForm",
        [
            .init("inPerson", "på plats"), .init("video", "video"), .init("phone", "telefon"),
            .init("hybrid", "på plats och video"),
        ])
}
