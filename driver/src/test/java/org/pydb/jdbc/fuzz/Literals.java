package org.pydb.jdbc.fuzz;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The values that are written and stored: few, so that they meet each other, and such that most
 * functions can do something with them; and wild ones, which reach the ends of types.
 */
final class Literals {
  private static final Map<Kind, List<String>> TAME = new EnumMap<>(Kind.class);
  private static final Map<Kind, List<String>> WILD = new EnumMap<>(Kind.class);

  /** A common multiple of the numbers of values of most kinds, of which each comes as often. */
  private static final int VALUES_MAX = 360_360;

  static {
    tame(Kind.INT4, "1", "0", "2", "3", "5", "-1", "7", "10", "-4", "12", "42", "100", "-17");
    tame(Kind.INT2, "1", "0", "2", "3", "5", "-1", "7", "10", "-4", "12", "90");
    tame(Kind.INT8, "1", "0", "2", "3", "5", "-1", "7", "1000", "-40", "12", "300000");
    tame(
        Kind.NUM, "1.0", "0.0", "2.50", "1.5", "3.25", "-1.0", "0.125", "10.00", "-7.75", "99.99",
        "42.0");
    tame(Kind.DOUBLE, "1", "0", "2.5", "0.5", "3.25", "-1", "10", "-7.75", "0.1", "100");
    tame(Kind.REAL, "1", "0", "2.5", "0.5", "3.25", "-1", "10", "-7.75", "100");
    tame(
        Kind.TEXT, "a", "", "b", "abc", "Abc", "foo bar", "x", "foobar", "äö", "1", "42", "a,b,c",
        "O'Hara", " pad ", "%a_b%", "zz top", "A");
    tame(Kind.BOOL, "true", "false");
    tame(Kind.CHAR, "a", "abc", "", "b", "abcdef", "x y");
    tame(Kind.BYTEA, "\\x", "\\x61", "\\x6162", "\\x00ff", "\\xc3a4", "\\x616263");
    tame(
        Kind.DATE,
        "2024-01-31",
        "2024-02-29",
        "2023-12-31",
        "2000-01-01",
        "1999-03-15",
        "1970-01-01",
        "2024-07-04",
        "1969-12-31");
    tame(
        Kind.TIME, "00:00:00", "12:30:00", "23:59:59.999999", "01:02:03.5", "06:00:00", "18:45:30");
    tame(
        Kind.TS,
        "2024-01-31 00:00:00",
        "2024-02-29 12:30:45",
        "2023-12-31 23:59:59.999999",
        "2000-01-01 00:00:00",
        "1999-03-15 06:07:08.25",
        "1969-12-31 23:00:00",
        "2024-07-04 18:00:00");
    tame(
        Kind.TSTZ,
        "2024-01-31 00:00:00+00",
        "2024-02-29 12:30:45+00",
        "2023-12-31 23:59:59.999999+00",
        "2000-01-01 00:00:00+00",
        "1969-12-31 23:00:00+00",
        "2024-07-04 18:00:00+02");
    tame(
        Kind.INTERVAL,
        "1 day",
        "00:00:00",
        "1 mon",
        "2 years 3 mons",
        "-1 days",
        "04:05:06",
        "1 mon 2 days 03:00:00",
        "-00:30:00",
        "30 days",
        "24:00:00",
        "1 year -1 days");
    tame(
        Kind.UUID,
        "00000000-0000-0000-0000-000000000000",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "12345678-1234-5678-1234-567812345678");
    List<String> json =
        List.of(
            "{}",
            "[]",
            "1",
            "null",
            "\"a\"",
            "{\"a\": 1}",
            "{\"a\": {\"b\": 2}, \"c\": [1, 2, 3]}",
            "[1, \"b\", null]",
            "{\"a\": null, \"b\": true}",
            "[{\"a\": 1}, {\"a\": 2}]",
            "true",
            "-1.5",
            "{\"b\": \"x y\"}");
    TAME.put(Kind.JSON, json);
    TAME.put(Kind.JSONB, json);
    tame(Kind.INTS, "{1,2}", "{}", "{1}", "{3,1,2}", "{NULL,5}", "{7,7}", "{10,0,-1}");
    tame(Kind.TEXTS, "{a,b}", "{}", "{a}", "{\"foo bar\",x}", "{NULL,b}", "{abc,\"\"}");

    wild(Kind.INT4, "2147483647", "-2147483647", "65536", "1000000");
    wild(Kind.INT2, "32767", "-32768", "255");
    wild(Kind.INT8, "9223372036854775807", "-9223372036854775807", "4294967296", "123456789012");
    wild(Kind.NUM, "12345678901234567890.5", "0.00000001", "-99999999.9999", "1000000.0");
    wild(Kind.DOUBLE, "1e300", "1e-300", "-0.0", "123456789.123", "NaN", "Infinity", "-Infinity");
    wild(Kind.REAL, "1e30", "1e-30", "-0.0", "16777216", "NaN", "Infinity");
    wild(
        Kind.TEXT,
        "\\",
        "😀x",
        "line\nbreak",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ß",
        "NULL",
        "{\"a\": 1}");
    wild(Kind.DATE, "0001-01-01", "9999-12-31", "4000-02-28");
    wild(Kind.TS, "0001-01-01 00:00:00", "9999-12-31 23:59:59");
    wild(Kind.TSTZ, "0001-01-01 00:00:00+00", "9999-12-31 23:59:59+00");
    wild(Kind.INTERVAL, "100 years", "-1000 days 05:00:00.123456", "1000000:00:00");
    wild(Kind.CHAR, "äöüßxx", "a b c");
  }

  private Literals() {}

  private static void tame(Kind kind, String... values) {
    TAME.put(kind, List.of(values));
  }

  private static void wild(Kind kind, String... values) {
    WILD.put(kind, List.of(values));
  }

  /** A value that most functions can do something with; rarely none. */
  static Literal tame(Kind kind, Choices choices) {
    return one(kind, choices.nextOfValue(20), choices);
  }

  /** Also a value at the end of its type. */
  static Literal wild(Kind kind, Choices choices) {
    return one(kind, choices.nextOfValue(30), choices);
  }

  private static Literal one(Kind kind, int way, Choices choices) {
    List<String> values =
        (way >= 20 && WILD.containsKey(kind) ? WILD : TAME).getOrDefault(kind, List.of());
    String value = values.get(choices.nextOfValue(VALUES_MAX) % values.size());
    return new Literal(kind, way == 19 ? null : value);
  }
}
