package org.pydb.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/** What a person types, on a terminal that is made of two arrays. */
class EditedLinesTest {
  private static final String UP = "\033[A";

  /** The lines that come out of what is typed, with a tab for "complete this". */
  private static List<String> typed(String keys) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:");
        DumbTerminal terminal =
            new DumbTerminal(
                "test",
                "ansi",
                new ByteArrayInputStream(keys.getBytes(UTF_8)),
                new ByteArrayOutputStream(),
                UTF_8)) {
      Sql.run(connection, "create table musician (nickname text, \"First name\" text)");
      Sql.run(connection, "create table concert (venue text)");
      EditedLines source = new EditedLines(terminal, new Completion(connection));
      for (String line = source.next(false); line != null; line = source.next(false)) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void keywordsAreCompletedInTheCaseThatWasBegun() throws Exception {
    assertThat(typed("selec\t1;\n")).containsExactly("select 1;");
    assertThat(typed("SELEC\t1;\n")).containsExactly("SELECT 1;");
  }

  @Test
  void tablesAndTheirColumnsAreCompleted() throws Exception {
    assertThat(typed("select * from musi\t;\n")).containsExactly("select * from musician ;");
    assertThat(typed("select 1 from musician where nickn\tis null;\n"))
        .containsExactly("select 1 from musician where nickname is null;");
    // A column of a table that the statement does not name is none.
    assertThat(typed("select 1 from musician where venu\t;\n"))
        .first()
        .asString()
        .doesNotContain("venue");
  }

  @Test
  void commandsAreCompletedAtTheBeginning() throws Exception {
    assertThat(typed("\\tim\ton\n")).containsExactly("\\timing on");
    assertThat(typed("\\d conc\t\n")).first().asString().startsWith("\\d concert");
  }

  /** Enter goes on to a new line until the statement is whole; then all of it comes at once. */
  @Test
  void statementsMayHaveSeveralLines() throws Exception {
    assertThat(typed("select 'a;\nb'\n;\n\\q\n")).containsExactly("select 'a;", "b'", ";", "\\q");
  }

  @Test
  void aStatementComesBackFromHistoryAsAWhole() throws Exception {
    assertThat(typed("select\n1;\n" + UP + "\n")).containsExactly("select", "1;", "select", "1;");
  }
}
