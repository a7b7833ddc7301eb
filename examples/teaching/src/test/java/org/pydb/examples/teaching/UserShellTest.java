package org.pydb.examples.teaching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.DatabaseOptions;

/** Each test types lines into the command line; each session ends with the verifier. */
class UserShellTest {
  /** Files in memory, which stay from session to session. */
  private DatabaseOptions place =
      DatabaseOptions.inMemory("users").withMode(DatabaseOptions.Mode.CREATE);

  /** What a session answers; the prompts are taken out. */
  private String session(String... lines) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Users users = Users.open(place)) {
      BufferedReader in = new BufferedReader(new StringReader(String.join("\n", lines) + "\n"));
      UserShell.run(users, in, new PrintStream(bytes, true, UTF_8));
      assertThat(users.verify()).isEmpty();
    }
    return bytes.toString(UTF_8).replace("\r\n", "\n").replace("db > ", "").stripTrailing();
  }

  @Test
  void rowsComeBackInTheOrderOfTheirIdsAndByTheirAddress() throws Exception {
    assertThat(
            session(
                "insert 2 zoë zoe@example.com",
                "insert 1 anirudh someone@example.com",
                "select",
                "where email=zoe@example.com",
                "where email = nobody@example.com",
                ".exit"))
        .isEqualTo(
            """
            inserted.
            inserted.
            (1, anirudh, someone@example.com)
            (2, zoë, zoe@example.com)
            2 rows.
            (2, zoë, zoe@example.com)
            1 row.
            0 rows.""");
  }

  @Test
  void rowsAreThereInTheNextSession(@TempDir Path directory) throws Exception {
    place = DatabaseOptions.at(directory.resolve("users.pydb"));
    session("insert 1 anirudh someone@example.com", ".exit", "insert 2 after exit@example.com");
    assertThat(session("select")).isEqualTo("(1, anirudh, someone@example.com)\n1 row.");
  }

  @Test
  void severalMayShareAnAddressAndNoneIsFoundByTheBeginningOfOne() throws Exception {
    assertThat(
            session(
                "insert 9 b a@example.com",
                "insert 3 a a@example.com",
                "insert 4 c a@example.com.au",
                "where email=a@example.com",
                "where email=a@example"))
        .endsWith("(3, a, a@example.com)\n(9, b, a@example.com)\n2 rows.\n0 rows.");
  }

  @Test
  void anIdThatIsTakenIsRefusedAndLeavesNoEntryInTheIndex() throws Exception {
    assertThat(
            session(
                "insert 1 anirudh someone@example.com",
                "insert 1 other other@example.com",
                "where email=other@example.com",
                "select"))
        .contains("refused: ")
        .contains("users_pkey")
        .endsWith("0 rows.\n(1, anirudh, someone@example.com)\n1 row.");
  }

  @Test
  void idsAreWholeNumbersFromOne() throws Exception {
    List<String> ids = List.of("-1", "0", "one", "1.5", "9223372036854775808", "1e3");
    String[] lines =
        ids.stream().map(id -> "insert " + id + " a a@example.com").toArray(String[]::new);
    assertThat(session(lines).lines())
        .containsExactlyElementsOf(
            ids.stream()
                .map(id -> "\"" + id + "\" is no id: ids are whole numbers from 1")
                .toList());
    assertThat(session("insert 9223372036854775807 last l@example.com", "select"))
        .contains("(9223372036854775807, last, l@example.com)");
  }

  @Test
  void linesThatMakeNoSenseAreAnsweredByWhatWould() throws Exception {
    List<String> lines =
        List.of(
            "insert",
            "insert 1",
            "insert 1 name",
            "insert 1 name mail more",
            "INSERT 1 a b",
            "delete 1",
            "select *",
            "where name=a",
            "where email=",
            ".quit",
            "'; drop table users; --");
    String usage =
        " is no command; commands are: insert ID NAME EMAIL | select | where email=EMAIL | .exit";
    assertThat(session(lines.toArray(new String[0])).lines())
        .containsExactlyElementsOf(lines.stream().map(line -> "\"" + line + "\"" + usage).toList());
    assertThat(session("", "   ", "  select  ")).isEqualTo("0 rows.");
  }

  @Test
  void longTextsAreKeptWholeAndTooLongOnesRefused() throws Exception {
    String name = "n".repeat(100_000);
    String email = "e".repeat(20_000) + "@example.com";
    assertThat(session("insert 1 " + name + " " + email, "where email=" + email))
        .isEqualTo("inserted.\n(1, " + name + ", " + email + ")\n1 row.");
    assertThat(session("insert 2 a " + "e".repeat(2_000_000)))
        .startsWith("refused: ")
        .hasSizeLessThan(200);
    assertThat(session("select")).endsWith("\n1 row.");
  }

  @Test
  void theCharacterNulIsRefused() throws Exception {
    assertThat(session("insert 1 a\0b c@example.com", "select"))
        .startsWith("refused: ")
        .endsWith("\n0 rows.");
  }
}
