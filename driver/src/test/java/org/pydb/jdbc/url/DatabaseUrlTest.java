package org.pydb.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation.Mode;

/** What URLs and properties mean, and what is said about those that mean nothing. */
class DatabaseUrlTest {

  @ParameterizedTest
  @ValueSource(strings = {"./shop", "/data/my shop.pydb", "shop%20x", "C:\\data\\shop", "a:b"})
  void pathsAreTakenAsTheyStand(String path) throws SQLException {
    assertThat(parse(path).place()).isEqualTo(new DatabasePlace.File(Path.of(path)));
  }

  @Test
  void databasesInMemory() throws SQLException {
    assertThat(parse("mem:shop").place()).isEqualTo(new DatabasePlace.NamedMemory("shop"));
    assertThat(parse("mem:").place()).isEqualTo(new DatabasePlace.PrivateMemory());
    assertThat(parse("mem:?linger=1").place()).isEqualTo(new DatabasePlace.PrivateMemory());
  }

  @ParameterizedTest
  @CsvSource({
    "'', the URL names no database",
    "'?open=create', the URL names no database",
    "file:shop, unknown kind of database \"file:\"",
    "sim:shop, unknown kind of database \"sim:\"",
  })
  void urlsThatNameNothing(String rest, String what) {
    assertRefused(rest, what + ": expected jdbc:pydb:PATH, jdbc:pydb:mem:NAME or jdbc:pydb:mem:");
  }

  @Test
  void fallbacks() throws SQLException {
    DatabaseUrl url = parse("shop");
    assertThat(url.mode()).isEqualTo(Mode.CREATE);
    assertThat(url.linger()).isZero();
    assertThat(url.ofDatabase()).isEmpty();
    assertThat(url.user()).isEmpty();
    assertThat(url.get(ConnectionProperty.SCHEMA)).isNull();
  }

  @Test
  void propertiesOfTheUrlAndOfTheCallerComeTogether() throws SQLException {
    Properties more = new Properties(properties("memory", "1g"));
    more.setProperty("user", "ana");
    DatabaseUrl url = parse("shop?open=readonly&&schema=a%26b+c", more);
    assertThat(url.mode()).isEqualTo(Mode.READ_ONLY);
    assertThat(url.get(ConnectionProperty.SCHEMA)).isEqualTo("a&b+c");
    assertThat(url.ofDatabase()).isEqualTo(Map.of("memory", "1073741824"));
    assertThat(url.user()).isEqualTo("ana");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "30, 30000",
    "5s, 5000",
    "500ms, 500",
    "2m, 120000",
    "1H, 3600000",
    "1d, 86400000",
    "PT1M30S, 90000",
  })
  void spansOfTime(String text, long millis) throws SQLException {
    assertThat(parse("shop?linger=" + text).linger()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"8388608, 8388608", "8k, 8192", "64m, 67108864", "64MB, 67108864", "2g, 2147483648"})
  void amountsOfMemory(String text, String bytes) throws SQLException {
    assertThat(parse("shop?memory=" + text).ofDatabase()).containsEntry("memory", bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "lingr=1, unknown property lingr: did you mean linger?",
    "Memory=1, unknown property Memory: did you mean memory?",
    "readonly, property readonly has no value: expected readonly=VALUE",
    "=1, unknown property : did you mean",
    "open=maybe, 'property open has the value \"maybe\": expected create, existing or readonly'",
    "linger=soon, 'property linger has the value \"soon\": expected seconds, or a number with ms'",
    "linger=-1, property linger has the value \"-1\"",
    "linger=-PT1S, property linger has the value \"-PT1S\"",
    "linger=P1Y, property linger has the value \"P1Y\"",
    "memory=, property memory has the value \"\": expected bytes",
    "memory=0, property memory has the value \"0\"",
    "memory=9999999999g, property memory has the value \"9999999999g\"",
    "memory=lots, 'property memory has the value \"lots\": expected bytes, or a number with k'",
    "schema=, property schema has the value \"\"",
    "plan=best, property plan has the value \"best\": expected own or bridge",
    "schema=%zz, property schema=%zz: expected two hexadecimal digits after %",
    "linger=1&linger=2, property linger is given twice: 1 and 2",
  })
  void propertiesThatAreWrong(String query, String message) {
    assertRefused("shop?" + query, message);
  }

  @Test
  void aPropertyMayBeSaidTwiceAlike() throws SQLException {
    assertThat(parse("shop?linger=1", properties("linger", "1")).linger()).hasSeconds(1);
  }

  @Test
  void propertiesThatAreNoStrings() {
    Properties numbers = new Properties();
    numbers.put("linger", 5);
    assertThatThrownBy(() -> parse("shop", numbers))
        .hasMessage("property linger: expected a string as name and as value");
  }

  private static void assertRefused(String rest, String message) {
    assertThatThrownBy(() -> parse(rest))
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageStartingWith(message)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
  }

  private static DatabaseUrl parse(String rest) throws SQLException {
    return parse(rest, new Properties());
  }

  private static DatabaseUrl parse(String rest, Properties more) throws SQLException {
    return DatabaseUrl.parse(DatabaseUrl.PREFIX + rest, more);
  }

  private static Properties properties(String key, String value) {
    Properties properties = new Properties();
    properties.setProperty(key, value);
    return properties;
  }

  @Test
  void theDocumentationHasEachProperty() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "jdbc.md"));
    for (ConnectionProperty property : ConnectionProperty.values()) {
      String fallback = property.fallback().isEmpty() ? "none" : property.fallback();
      assertThat(page)
          .contains(
              "| `" + property.key() + "` | " + fallback + " | " + property.documentation() + " |");
    }
  }
}
