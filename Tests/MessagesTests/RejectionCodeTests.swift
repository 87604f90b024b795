import Messages
import Testing

@Suite struct RejectionCodeTests {
    /// Code, status and who mends it.
    ///
    /// A code that is once here is never used for something else.
    private static let pinned = """
        VX-1001 415 sender
        VX-1002 415 sender
        VX-1003 400 sender
        VX-1004 400 sender
        VX-1010 400 sender
        VX-1011 400 sender
        VX-1012 400 sender
        VX-1013 400 sender
        VX-1014 400 sender
        VX-1015 400 sender
        VX-1020 400 sender
        VX-1021 400 sender
        VX-1022 400 sender
        VX-1023 400 sender
        VX-1024 400 sender
        VX-1025 400 sender
        VX-1101 422 sender
        VX-1102 422 sender
        VX-1103 422 sender
        VX-1104 422 sender
        VX-1105 422 sender
        VX-1106 422 sender
        VX-1107 422 sender
        VX-1108 422 sender
        VX-1109 422 sender
        VX-1110 422 sender
        VX-1111 422 sender
        VX-1112 422 sender
        VX-1113 422 sender
        VX-1114 422 sender
        VX-1115 422 sender
        VX-1116 422 sender
        VX-1117 422 sender
        VX-1118 422 sender
        VX-1119 422 sender
        VX-1120 422 sender
        VX-1121 422 sender
        VX-1122 422 sender
        VX-1201 422 sender
        VX-1202 422 sender
        VX-1203 422 sender
        VX-1204 422 sender
        VX-1205 422 sender
        VX-1206 422 sender
        VX-1207 422 sender
        VX-1208 422 sender
        VX-1209 422 sender
        VX-1210 422 sender
        VX-1211 422 sender
        VX-1212 422 sender
        VX-1213 422 sender
        VX-1214 422 sender
        VX-1215 422 sender
        VX-1216 422 sender
        VX-1217 422 sender
        VX-1218 422 sender
        VX-1219 422 sender
        VX-1220 422 sender
        VX-1221 422 sender
        VX-1222 422 sender
        VX-1223 422 sender
        VX-1224 422 sender
        VX-1225 422 sender
        VX-1226 422 sender
        VX-1227 422 sender
        VX-1228 422 sender
        VX-1229 422 sender
        VX-1230 422 sender
        VX-1231 422 sender
        VX-1232 422 sender
        VX-1233 422 sender
        VX-1234 422 sender
        VX-1235 422 sender
        VX-1236 422 sender
        VX-1237 422 sender
        VX-1238 422 sender
        VX-1239 422 sender
        VX-1240 422 sender
        VX-1241 422 sender
        VX-1242 422 sender
        VX-1250 422 sender
        VX-1251 422 sender
        VX-1252 422 sender
        VX-1253 422 sender
        VX-1254 422 sender
        VX-1255 422 sender
        VX-1256 422 sender
        VX-1257 422 sender
        VX-1258 422 sender
        VX-1259 422 sender
        VX-1260 422 sender
        VX-1261 422 sender
        VX-1262 422 sender
        VX-1270 422 sender
        VX-1271 422 sender
        VX-1272 422 sender
        VX-1273 422 sender
        VX-1274 422 sender
        VX-1275 422 sender
        VX-1276 422 sender
        VX-1277 422 sender
        VX-1278 422 sender
        VX-1279 422 sender
        VX-1280 422 sender
        VX-1281 422 sender
        VX-1282 422 sender
        VX-1290 422 sender
        VX-1291 422 sender
        VX-1292 422 sender
        VX-1293 422 sender
        VX-1294 422 sender
        VX-1295 422 sender
        VX-1296 422 sender
        VX-1297 422 sender
        VX-1298 422 sender
        VX-1299 422 sender
        VX-1301 422 sender
        VX-1302 422 directory
        VX-1303 422 sender
        VX-1304 422 sender
        VX-1305 422 directory
        VX-1306 422 directory
        VX-1308 422 sender
        VX-1309 422 directory
        VX-1310 404 sender
        VX-1311 422 sender
        VX-1312 422 sender
        VX-1313 422 sender
        VX-1320 422 sender
        VX-1321 422 sender
        VX-1330 422 sender
        VX-1401 401 sender
        VX-1402 401 sender
        VX-1403 403 operator
        VX-1404 403 operator
        VX-1405 403 operator
        VX-1407 403 operator
        VX-1408 401 sender
        VX-1409 403 sender
        VX-1410 401 sender
        VX-1411 401 operator
        VX-1501 400 sender
        VX-1502 400 sender
        VX-1503 400 sender
        VX-1504 404 sender
        VX-1505 405 sender
        VX-1506 406 sender
        VX-1508 408 sender
        VX-1513 413 sender
        VX-1514 414 sender
        VX-1515 415 sender
        VX-1516 415 sender
        VX-1517 417 sender
        VX-1529 429 sender
        VX-1531 431 sender
        VX-1541 501 sender
        VX-1545 505 sender
        VX-1601 409 sender
        VX-1602 409 sender
        VX-1603 410 receiver
        VX-1605 404 receiver
        VX-1606 410 operator
        VX-1607 404 operator
        VX-1608 409 receiver
        VX-1609 409 receiver
        VX-1701 422 sender
        VX-1702 422 sender
        VX-1703 422 directory
        VX-1704 422 sender
        VX-1705 422 sender
        VX-1706 422 operator
        VX-1707 504 operator
        VX-1708 500 operator
        VX-1709 500 operator
        VX-1710 422 sender
        VX-1711 422 receiver
        VX-1740 504 operator
        VX-1741 503 receiver
        VX-1742 409 operator
        VX-1760 503 operator
        VX-1770 503 operator
        VX-1780 410 sender
        VX-1900 500 gateway
        VX-1901 503 gateway
        VX-1902 503 operator
        VX-1904 503 gateway
        VX-1906 503 operator
        VX-1907 507 operator
        VX-W101 202 sender
        VX-W102 202 sender
        VX-W103 202 sender
        VX-W104 202 sender
        VX-W105 202 sender
        VX-W106 202 sender
        VX-W107 202 sender
        VX-W108 202 sender
        VX-W109 202 sender
        VX-W110 202 sender
        VX-W111 202 sender
        VX-W113 202 sender
        VX-W114 202 sender
        VX-W115 202 sender
        VX-W116 202 sender
        VX-W117 202 sender
        VX-W118 202 sender
        VX-W120 202 sender
        VX-W121 202 sender
        VX-W122 202 sender
        VX-W123 202 sender
        VX-W124 202 sender
        VX-W130 202 sender
        VX-W131 202 sender
        VX-W132 202 sender
        VX-W133 202 sender
        VX-W140 202 sender
        VX-W141 202 sender
        VX-W142 202 sender
        VX-W143 202 sender
        VX-W150 202 sender
        VX-W151 202 sender
        VX-W152 202 sender
        """

    @Test func `the catalogue of codes is as it is pinned`() {
        let catalogue = RejectionCode.all.map { "\($0.text) \($0.status) \($0.mendBy.rawValue)" }
        #expect(catalogue.joined(separator: "\n") == Self.pinned)
    }

    @Test func `a code stands once`() {
        #expect(Set(RejectionCode.all.map(\.text)).count == RejectionCode.all.count)
    }

    @Test func `every code says what is wrong in both languages and what to do`() {
        for code in RejectionCode.all {
            #expect(code.english.hasSuffix(".") && code.swedish.hasSuffix(".") && code.advice.hasSuffix("."), "\(code)")
            #expect(RejectionCode(text: code.text) == code)
        }
    }

    @Test func `warnings refuse nothing and refusals do`() {
        for code in RejectionCode.all {
            #expect(code.isWarning == (code.status == 202), "\(code)")
            #expect(code.isWarning || (400...599).contains(code.status), "\(code)")
        }
    }

    @Test func `the first problem decides the status`() throws {
        let rejection = try #require(Rejection([Problem(.unknownReceiver), Problem(.notFound)]))
        #expect(rejection.status == 422)
        #expect(rejection.first.code == .unknownReceiver)
        #expect(Rejection([]) == nil)
    }
}
