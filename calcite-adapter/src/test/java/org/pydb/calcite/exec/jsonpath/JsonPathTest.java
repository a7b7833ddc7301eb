package org.pydb.calcite.exec.jsonpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;

/** Paths find what PostgreSQL's find; the answers were taken from its documentation. */
class JsonPathTest {
  private static final String TRACK =
      """
      {"track": {"segments": [
        {"location": [47.763, 13.4034], "start": "10:05:14", "HR": 73},
        {"location": [47.706, 13.2635], "start": "10:39:21", "HR": 135}]}}""";

  private static String found(String path, String json) {
    return JsonWriter.text(new Json.Array(JsonPath.of(path).find(JsonReader.read(json), Map.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.track.segments[*].location | [[47.763, 13.4034], [47.706, 13.2635]]",
        "$.track.segments[0].location | [[47.763, 13.4034]]",
        "$.track.segments.size() | [2]",
        "$.track.segments[*].HR ? (@ > 130) | [135]",
        "$.track.segments[*] ? (@.location[1] < 13.4).start | ['10:39:21']",
        "$.track.segments[*] ? (@.HR > 130) ? (@.location[1] < 13.4).start | ['10:39:21']",
        "$.track ? (exists(@.segments[*] ? (@.HR > 130))).segments.size() | [2]",
        "$.track.segments[*].HR > 70 | [true]",
        "lax $.track.segments.location | [[47.763, 13.4034], [47.706, 13.2635]]",
        "lax $.**.HR | [73, 135, 73, 135]",
        "strict $.**.HR | error",
        "strict $.track.segments.location | error",
        "$.track.segments[last].HR - $.track.segments[0].HR | [62]",
      })
  void documentedPathsFindWhatIsDocumented(String path, String expected) {
    if (expected.equals("error")) {
      SqlError error = assertThrows(SqlError.class, () -> found(path, TRACK));
      assertEquals("2203A", error.state());
    } else {
      assertEquals(expected.replace('\'', '"'), found(path, TRACK));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "$[*] ? (@ == null) ; [null]",
        "$[*] ? (@ != null) ; [1, 'a', true, 2]",
        "$[*] ? (@ < 2) ; [1]",
        "$[*] ? ((@ < 2) is unknown) ; ['a', true]",
        "$[*] ? (!(@ == 1)) ; [null, 2]",
        "$[*] ? (@ starts with \"a\" || @ == true) ; ['a', true]",
        "$[5] ; []",
        "$[4][0] * 3 + 1 ; [7]",
        "-$[0] ; [-1]",
      })
  void valuesOfDifferentKindsAreNotComparedButWithNull(String path, String expected) {
    assertEquals(expected.replace('\'', '"'), found(path, "[1, \"a\", null, true, [2]]"));
  }

  @Test
  void whatIsNoPathIsASyntaxErrorWithItsPlace() {
    for (String path : new String[] {"", "$.", "$[", "$ ? (@ >", "$.a b", "$ ? (@.a)", "a"}) {
      SqlError error = assertThrows(SqlError.class, () -> JsonPath.of(path), path);
      assertEquals("42601", error.state(), path);
    }
  }

  @Test
  void variablesStandForWhatWasPassed() {
    Json value = JsonReader.read("[1, 5, 9]");
    Map<String, Json> passed = Map.of("least", JsonReader.read("5"));
    JsonPath path = JsonPath.of("$[*] ? (@ >= $least)");
    assertEquals("[5, 9]", JsonWriter.text(new Json.Array(path.find(value, passed))));
    SqlError error = assertThrows(SqlError.class, () -> path.find(value, Map.of()));
    assertEquals("42704", error.state());
  }
}
