package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Rows as text, in and out of tables. */
@Timeout(120)
class CopyTest {
  @TempDir Path directory;

  private Connection connection;
  private PydbConnection pydb;

  @BeforeEach
  void connect() throws SQLException {
    Path allowed = directory.resolve("allowed");
    connection = DriverManager.getConnection("jdbc:pydb:mem:?files=" + allowed);
    pydb = connection.unwrap(PydbConnection.class);
    Sql.run(
        connection,
        "create table song (id int primary key, title text, price numeric(6,2) check (price >= 0),"
            + " day date, note varchar(5) default 'none')");
  }

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectory(directory.resolve("allowed"));
    Files.createDirectory(directory.resolve("secret"));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private long csv(String text) throws SQLException {
    return in("copy song from stdin (format csv)", text);
  }

  private long in(String sql, String text) throws SQLException {
    return pydb.copyIn(sql, new StringReader(text));
  }

  private String out(String sql) throws SQLException {
    StringWriter text = new StringWriter();
    pydb.copyOut(sql, text);
    return text.toString();
  }

  private String songs() throws SQLException {
    return out("copy (select * from song order by id) to stdout (format csv, null '-')");
  }

  private static AbstractThrowableAssert<?, ?> fails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable body, String state) {
    return assertThatThrownBy(body)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  // ------------------------------------------------------------------ CSV

  @Test
  void quotesHoldWhatWouldEndAField() throws SQLException {
    assertThat(csv("1,\"a,b\",1.50,2024-02-29,x\r\n2,\"say \"\"hi\"\"\nthere\",,,\n3,,\"2\",,\"\""))
        .isEqualTo(3);
    assertThat(songs())
        .isEqualTo(
            """
            1,"a,b",1.50,2024-02-29,x
            2,"say ""hi""
            there",-,-,-
            3,-,2.00,-,
            """);
  }

  @Test
  void columnsAreChosenAndOthersHaveTheirDefaults() throws SQLException {
    in("copy song (title, id) from stdin with (format csv, header)", "name,number\nx,1\n");
    in("copy song (id, title) from stdin csv header delimiter ';' null 'N'", "a;b\n2;N\n");
    assertThat(songs()).isEqualTo("1,x,-,-,none\n2,-,-,-,none\n");
    assertThat(out("copy song (id, note) to stdout (format csv, header true, force_quote *)"))
        .isEqualTo("\"id\",\"note\"\n\"1\",\"none\"\n\"2\",\"none\"\n");
  }

  @Test
  void aHeaderThatMustMatchIsCompared() {
    fails(
            () ->
                in("copy song (id, title) from stdin (format csv, header match)", "id,name\n1,x\n"),
            "22P04")
        .hasMessageContaining("the header is [id, name], the columns are [id, title]");
  }

  @Test
  void aMarkOfByteOrderIsSkippedAndBadBytesAreNamed() throws SQLException {
    byte[] marked = "\uFEFF1,ä,,,\n".getBytes(UTF_8);
    pydb.copyIn("copy song from stdin csv", new ByteArrayInputStream(marked));
    assertThat(songs()).isEqualTo("1,ä,-,-,-\n");

    byte[] bad = {'2', ',', (byte) 0xC3, '(', ',', ',', ',', '\n'};
    fails(() -> pydb.copyIn("copy song from stdin csv", new ByteArrayInputStream(bad)), "22021")
        .hasMessageContaining("UTF8");
    assertThat(songs()).isEqualTo("1,ä,-,-,-\n");
  }

  // ------------------------------------------------------------------ text

  @Test
  void backslashesStandBeforeWhatIsSpecial() throws SQLException {
    in(
        "copy song from stdin",
        "1\ta\\tb\\nc\\\\d\t1.5\t\\N\t\\N\n2\t\\x41\\101\t\\N\t2024-01-31\t\n\\.\nnot read");
    assertThat(out("copy song to stdout"))
        .isEqualTo("1\ta\\tb\\nc\\\\d\t1.50\t\\N\t\\N\n2\tAA\t\\N\t2024-01-31\t\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(format csv)",
        "(format csv, delimiter '|', quote '''', escape '\\', null 'nil')",
        "(format csv, force_quote *)",
        "(format text)",
        "(delimiter '|', null 'none')"
      })
  void whatGoesOutComesBackTheSame(String options) throws SQLException {
    long seed = 20261122;
    Random random = new Random(seed);
    Sql.run(
        connection,
        "create table wild (id int primary key, a text, b bytea, c double precision, d timestamptz,"
            + " e boolean, f numeric, g char(3), h uuid)");
    Sql.run(connection, "create table tame as select * from wild with no data");
    String pieces = "a,;|'\"\\\n\r\tbN.äλ\uFEFF \b\f\u000B𝄞{}";
    try (var insert =
        connection.prepareStatement("insert into wild values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < 500; i++) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
          int at = random.nextInt(pieces.codePointCount(0, pieces.length()));
          text.appendCodePoint(pieces.codePointAt(pieces.offsetByCodePoints(0, at)));
        }
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        double[] doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 0.1, -1e300, 5};
        insert.setInt(1, i);
        insert.setString(2, i % 7 == 0 ? null : i % 11 == 0 ? "\\." : text.toString());
        insert.setBytes(3, i % 5 == 0 ? null : bytes);
        insert.setDouble(4, doubles[random.nextInt(doubles.length)]);
        insert.setObject(5, java.time.Instant.ofEpochSecond(random.nextInt()));
        insert.setObject(6, i % 3 == 0 ? null : random.nextBoolean());
        insert.setBigDecimal(7, new java.math.BigDecimal(random.nextInt()).movePointLeft(i % 9));
        insert.setString(8, "x".repeat(i % 4));
        insert.setObject(9, new java.util.UUID(random.nextLong(), random.nextLong()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    String text = out("copy wild to stdout " + options);
    String back = options.replace(", force_quote *", "");
    assertThat(in("copy tame from stdin " + back, text)).isEqualTo(500);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select * from wild except all select * from tame")) {
      assertThat(rows.next()).as("rows that differ; seed %d", seed).isFalse();
    }
  }

  @Test
  void computedColumnsAreLeftOutUnlessTheyAreNamed() throws SQLException {
    Sql.run(
        connection,
        "create table double_song (a int, twice int generated always as (a * 2) stored, b text)");
    in("copy double_song from stdin", "21\tx\n");
    assertThat(out("copy double_song to stdout")).isEqualTo("21\tx\n");
    assertThat(out("copy double_song (twice) to stdout")).isEqualTo("42\n");
    fails(() -> in("copy double_song (a, twice) from stdin", "1\t2\n"), "428C9");
  }

  @Test
  void numbersThatWereGivenBeforeAreTaken() throws SQLException {
    Sql.run(connection, "create table nr (id int generated always as identity, t text)");
    in("copy nr from stdin", "7\tseven\n");
    in("copy nr (t) from stdin", "one\n");
    assertThat(out("copy (select * from nr order by id) to stdout"))
        .isEqualTo("1\tone\n7\tseven\n");
  }

  // ------------------------------------------------------------------ errors

  @Test
  void errorsNameLineAndColumnAndLeaveNothing() throws SQLException {
    String before = "1,one,,,\n2,\"two\nlines\",,,\n";
    fails(() -> csv(before + "x,three,,,\n"), "22P02")
        .hasMessageContaining("COPY song, line 4, column \"id\"");
    fails(() -> csv(before + "3,three\n"), "22P04")
        .hasMessageContaining("line 4: missing data for column \"price\"");
    fails(() -> csv(before + "3,three,,,,\n"), "22P04")
        .hasMessageContaining("line 4: extra data after last expected column");
    fails(() -> csv(before + "3,\"three,,,\n4,,,,\n"), "22P04").hasMessageContaining("line 4");
    fails(() -> csv(before + "2,again,,,\n"), "23505").hasMessageContaining("line 4");
    fails(() -> csv(before + "3,x,-1,,\n"), "23514").hasMessageContaining("line 4");
    fails(() -> csv(before + "3,x,1,,too long\n"), "22001").hasMessageContaining("line 4");
    fails(() -> csv(before + "3,x,1,2024-02-30,\n"), "22008")
        .hasMessageContaining("line 4, column \"day\"");
    assertThat(songs()).isEmpty();
  }

  @Test
  void theTransactionGoesOnWithoutTheRows() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into song (id) values (7)");
    StringBuilder many = new StringBuilder();
    for (int i = 100; i < 5_000; i++) {
      many.append(i).append(",,,,\n");
    }
    fails(() -> csv(many + "7,,,,\n"), "23505").hasMessageContaining("line 4901");
    assertThat(csv("8,,,,\n")).isEqualTo(1);
    connection.commit();
    assertThat(songs()).isEqualTo("7,-,-,-,none\n8,-,-,-,-\n");
  }

  @Test
  void whatTheReaderThrowsUndoesAll() throws SQLException {
    Reader broken =
        new Reader() {
          private int rows;

          @Override
          public int read(char[] target, int from, int length) throws IOException {
            if (++rows > 3000) {
              throw new IOException("the wire was cut");
            }
            String row = rows + ",,,,\n";
            row.getChars(0, row.length(), target, from);
            return row.length();
          }

          @Override
          public void close() {}
        };
    fails(() -> pydb.copyIn("copy song from stdin csv", broken), "58030")
        .hasMessageContaining("the wire was cut");
    assertThat(songs()).isEmpty();
  }

  @Test
  void itCanBeCancelled() throws SQLException {
    InputStream endless =
        new InputStream() {
          private final byte[] row = ",,,,\n".getBytes(UTF_8);
          private int at;
          private int number;
          private String next = "0";

          @Override
          public int read() {
            if (number == 20_000) {
              cancel();
            }
            if (at < next.length()) {
              return next.charAt(at++);
            }
            int result = row[at++ - next.length()];
            if (at == next.length() + row.length) {
              at = 0;
              next = Integer.toString(++number);
            }
            return result;
          }

          @Override
          public int read(byte[] target, int from, int length) {
            target[from] = (byte) read();
            return 1;
          }

          private void cancel() {
            try {
              pydb.cancel();
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          }
        };
    fails(() -> pydb.copyIn("copy song from stdin csv", endless), "57014");
    assertThat(songs()).isEmpty();
  }

  @Test
  void mistakesInTheStatementAreNamed() {
    fails(() -> in("copy song from stdin (format xml)", ""), "22023").hasMessageContaining("xml");
    fails(() -> in("copy song from stdin (colour 'red')", ""), "42601");
    fails(() -> in("copy song from stdin (quote 'x')", ""), "42601");
    fails(() -> in("copy song from stdin (format csv, quote 'xy')", ""), "22023");
    fails(() -> in("copy song from stdin (format csv, delimiter '\"')", ""), "22023");
    fails(() -> in("copy song (nope) from stdin", ""), "42703");
    fails(() -> in("copy nope from stdin", ""), "42P01");
    fails(() -> in("copy (select 1) from stdin", ""), "42601");
    fails(() -> in("copy song to stdout", ""), "42601");
    fails(() -> out("select 1"), "42601");
    fails(() -> Sql.run(connection, "copy song from stdin"), "0A000")
        .hasMessageContaining("copyIn");
    fails(() -> Sql.run(connection, "copy song from nowhere"), "42601");
    fails(() -> in("copy pg_class from stdin", ""), "42P01");
  }

  // ------------------------------------------------------------------ files

  @Test
  void filesBelowTheAllowedDirectoriesAreWrittenAndRead() throws Exception {
    csv("1,a,,,\n2,b,,,\n");
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("copy song (id, title) to 'songs.csv' (format csv)"))
          .isEqualTo(2);
      Path file = directory.resolve("allowed/songs.csv");
      assertThat(file).hasContent("1,a\n2,b\n");
      Files.writeString(file, "3,c\n");
      assertThat(
              statement.executeUpdate(
                  "copy song (id, title) from '" + file + "' with (format csv)"))
          .isEqualTo(1);
      assertThat(statement.executeUpdate("copy song (id, title) to 'songs.csv' csv")).isEqualTo(3);
      assertThat(file).hasContent("1,a\n2,b\n3,c\n");
    }
  }

  @Test
  void noOtherFileIsTouched() throws Exception {
    Path secret = directory.resolve("secret/key.csv");
    Files.writeString(secret, "1,key,,,\n");
    Path allowed = directory.resolve("allowed");
    Files.createSymbolicLink(allowed.resolve("link.csv"), secret);
    Files.createSymbolicLink(allowed.resolve("way"), directory.resolve("secret"));
    List<String> places = new ArrayList<>();
    places.add(secret.toString());
    places.add("../secret/key.csv");
    places.add("way/key.csv");
    places.add("link.csv");
    for (String place : places) {
      fails(() -> Sql.run(connection, "copy song from '" + place + "' csv"), "42501");
    }
    for (String place : places.subList(0, 3)) {
      fails(() -> Sql.run(connection, "copy song to '" + place + "' csv"), "42501");
    }
    Sql.run(connection, "copy song to 'link.csv' csv"); // Takes the place of the link.
    assertThat(secret).hasContent("1,key,,,\n");
    assertThat(songs()).isEmpty();
    fails(() -> Sql.run(connection, "copy song from 'nothing.csv' csv"), "58P01");
    try (Connection other = DriverManager.getConnection("jdbc:pydb:mem:")) {
      fails(() -> Sql.run(other, "copy (select 1) to 'x.csv'"), "42501")
          .hasMessageContaining("files");
    }
  }

  @Test
  void aFileIsWholeOrNotThere() throws Exception {
    csv("1,a,0,,\n2,b,1,,\n");
    fails(() -> Sql.run(connection, "copy (select 1 / price from song) to 'x.csv'"), "22012");
    try (Stream<Path> files = Files.list(directory.resolve("allowed"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void bytesGoOutAsUtf8() throws SQLException {
    csv("1,ä,,,\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(pydb.copyOut("copy (select title from song) to stdout", bytes)).isEqualTo(1);
    assertThat(bytes.toByteArray()).isEqualTo("ä\n".getBytes(UTF_8));
  }
}
