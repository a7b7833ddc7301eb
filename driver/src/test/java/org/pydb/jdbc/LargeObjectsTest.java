package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.ChildJvm;
import org.pydb.jdbc.testkit.Sql;

/**
 * Values of more than a megabyte, which are kept outside their rows: whoever reads or writes them
 * through JDBC sees no difference, but that they need not fit the heap. {@code
 * -Dpydb.large.bytes=1073741824} takes a gigabyte through 64 MB.
 */
class LargeObjectsTest {
  private static final String HEAP = "-Xmx64m";
  private static final long LENGTH = Long.getLong("pydb.large.bytes", 40_000_000);
  private static final int SIZE = 1_500_000;

  @TempDir private Path directory;
  private Connection connection;

  @BeforeEach
  void makeTable() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:" + directory.resolve("large"));
    Sql.run(connection, "create table file (id int primary key, name text, data bytea, note text)");
  }

  @AfterEach
  void check() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement();
        ResultSet findings = statement.executeQuery("check database")) {
      assertThat(findings.next()).isTrue();
      assertThat(findings.getString(1)).isEqualTo("ok");
    }
    connection.close();
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = Pattern.at(seed, i);
    }
    return bytes;
  }

  private void insert(int id, byte[] data, String note) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into file values (?, 'name', ?, ?)")) {
      insert.setInt(1, id);
      insert.setBytes(2, data);
      insert.setString(3, note);
      insert.executeUpdate();
    }
  }

  private ResultSet only(String sql) throws SQLException {
    ResultSet rows = connection.createStatement().executeQuery(sql);
    assertThat(rows.next()).isTrue();
    return rows;
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        StringJoiner line = new StringJoiner(" | ");
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.add(String.valueOf(rows.getString(i)));
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }

  @Test
  void bytesComeBackInEveryWay() throws Exception {
    byte[] data = bytes(1);
    Arrays.fill(data, 1_200_000, 1_200_050, (byte) 7);
    insert(1, data, null);
    try (ResultSet row = only("select * from file where id = 1")) {
      assertThat(row.getBytes("data")).isEqualTo(data);
      assertThat((byte[]) row.getObject("data")).isEqualTo(data);
      assertThat(row.getBinaryStream("data").readAllBytes()).isEqualTo(data);
      try (InputStream stream = row.getObject("data", InputStream.class)) {
        stream.skipNBytes(SIZE - 1);
        assertThat(stream.read()).isEqualTo(data[SIZE - 1] & 0xFF);
        assertThat(stream.read()).isEqualTo(-1);
      }
      Blob blob = row.getBlob("data");
      assertThat(blob.length()).isEqualTo(SIZE);
      assertThat(blob.getBytes(SIZE - 1, 9)).isEqualTo(Arrays.copyOfRange(data, SIZE - 2, SIZE));
      assertThat(blob.getBinaryStream(70_000, 5).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(data, 69_999, 70_004));
      assertThat(blob.position(Arrays.copyOfRange(data, 1_200_000, 1_200_050), 900_000))
          .isEqualTo(1_200_001);
      assertThatThrownBy(() -> blob.setBytes(1, data))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      blob.free();
      assertThatThrownBy(blob::length)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("freed");
    }
  }

  @Test
  @SuppressWarnings("deprecation") // getUnicodeStream is to work as long as it is there
  void aTextComesBackInEveryWay() throws Exception {
    String text = "ab\u00e9\ud83d\ude00".repeat(300_000) + "end";
    String ascii = text.replace("\u00e9", "?").replace("\ud83d\ude00", "?");
    insert(1, null, text);
    try (ResultSet row = only("select note from file")) {
      assertThat(row.getString(1)).isEqualTo(text);
      assertThat(all(row.getCharacterStream(1))).isEqualTo(text);
      assertThat(new String(row.getAsciiStream(1).readAllBytes(), US_ASCII)).isEqualTo(ascii);
      assertThat(new String(row.getUnicodeStream(1).readAllBytes(), UTF_8)).isEqualTo(text);
      Clob clob = row.getClob(1);
      assertThat(clob.length()).isEqualTo(text.length());
      assertThat(clob.getSubString(1_000_000, 8)).isEqualTo(text.substring(999_999, 1_000_007));
      assertThat(all(clob.getCharacterStream(6, 10))).isEqualTo(text.substring(5, 15));
      assertThat(clob.position("end", 2)).isEqualTo(text.length() - 2);
      assertThat(clob.position("nowhere", 1)).isEqualTo(-1);
      clob.free();
    }
  }

  private static String all(Reader reader) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  @Test
  void aBlobOutlivesItsResultAndItsRow() throws Exception {
    insert(1, bytes(2), null);
    Blob blob;
    try (ResultSet row = only("select data from file")) {
      blob = row.getBlob(1);
    }
    Sql.run(connection, "delete from file");
    Sql.run(
        connection, "insert into file select i, repeat('x', 2000) from generate_series(1, 999) i");
    Sql.run(connection, "checkpoint");
    assertThat(blob.getBytes(1, SIZE)).isEqualTo(bytes(2));
    blob.free();
  }

  @Test
  void expressionsConditionsAndChangesSeeTheValues() throws SQLException {
    insert(1, bytes(3), "z".repeat(SIZE));
    insert(2, bytes(4), "short");
    Sql.run(connection, "create table copy (id int primary key, name text, data bytea, note text)");
    Sql.run(connection, "insert into copy select * from file");
    assertThat(
            rows(
                "select f.id, length(f.data), length(f.note), f.data = c.data, md5(f.note) = md5(c.note)"
                    + " from file f join copy c using (id) where c.data <> '' order by f.data"))
        .isEqualTo(List.of("2 | 1500000 | 5 | true | true", "1 | 1500000 | 1500000 | true | true"));
    Sql.run(connection, "update file set note = note || 'y' where id = 1 returning length(note)");
    Sql.run(connection, "update file set id = id + 10, data = null where id = 2");
    assertThat(rows("select id, right(note, 2), data is null from file order by id"))
        .isEqualTo(List.of("1 | zy | false", "12 | rt | true"));
    Sql.run(
        connection,
        "insert into file select * from copy on conflict (id) do update set note = excluded.note");
    Sql.run(connection, "alter table file alter column id type bigint");
    assertThat(rows("select id, length(note), length(data) from file order by id"))
        .isEqualTo(List.of("1 | 1500000 | 1500000", "2 | 5 | 1500000", "12 | 5 | null"));
    Sql.run(connection, "analyze");
  }

  @Test
  void aStreamThatEndsEarlyOrHoldsNulsChangesNothing() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into file (id, data, note) values (1, ?, ?)")) {
      assertThatThrownBy(
              () -> insert.setBinaryStream(1, new ByteArrayInputStream(bytes(5)), SIZE + 1L))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the stream ended after 1500000 of the 1500001");
      insert.setBytes(1, null);
      insert.setCharacterStream(2, new StringReader("x".repeat(SIZE) + "\0"));
      assertThatThrownBy(insert::executeUpdate)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("NUL");
    }
    assertThat(rows("select count(*) from file")).isEqualTo(List.of("0"));
  }

  @Test
  void valuesLargerThanTheHeapPassThrough() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("huge");
    try (ChildJvm child =
        ChildJvm.start(List.of(HEAP), Streams.class, url, Long.toString(LENGTH))) {
      assertThat(child.readLine()).isEqualTo("inserted and read");
      assertThat(child.readLine()).isEqualTo("refused as a whole: 54000");
      assertThat(child.readLine()).isEqualTo("updated and read");
      assertThat(child.readLine()).isEqualTo("copied and read");
      assertThat(child.readLine()).isEqualTo("a text written and read");
      assertThat(child.readLine()).isEqualTo("ok");
    }
  }

  /** Bytes that follow from a seed. */
  private static final class Pattern extends InputStream {
    private final int seed;
    private final long length;
    private long position;

    Pattern(int seed, long length) {
      this.seed = seed;
      this.length = length;
    }

    static byte at(int seed, long position) {
      return (byte) (((seed + position) * 0x9E3779B97F4A7C15L) >>> 56);
    }

    @Override
    public int read() {
      return position == length ? -1 : at(seed, position++) & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) {
      int read = (int) Math.min(count, length - position);
      for (int i = 0; i < read; i++) {
        target[from + i] = at(seed, position++);
      }
      return read == 0 && count > 0 ? -1 : read;
    }

    /** Reads a stream to its end. */
    static void expect(InputStream stream, int seed, long length) throws Exception {
      byte[] buffer = new byte[1 << 16];
      long position = 0;
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] != at(seed, position++)) {
            throw new AssertionError("other bytes at " + (position - 1));
          }
        }
      }
      if (position != length) {
        throw new AssertionError(position + " of " + length + " bytes");
      }
      stream.close();
    }
  }

  /** Takes values through a small heap. */
  static final class Streams {

    private Streams() {}

    public static void main(String[] args) throws Exception {
      long length = Long.parseLong(args[1]);
      try (Connection connection = DriverManager.getConnection(args[0]);
          Statement statement = connection.createStatement()) {
        statement.execute("create table file (id int primary key, data bytea, note text)");
        change(connection, "insert into file (id, data) values (1, ?)", new Pattern(1, length));
        expect(statement, "select * from file where id = 1", 1, length);
        System.out.println("inserted and read");
        try (ResultSet row = statement.executeQuery("select data from file")) {
          row.next();
          row.getBytes(1);
        } catch (SQLException e) {
          System.out.println("refused as a whole: " + e.getSQLState());
        }
        change(connection, "update file set data = ? where id = 1", new Pattern(2, length));
        expect(statement, "select * from file where note is null order by id limit 1", 2, length);
        System.out.println("updated and read");
        statement.execute("insert into file select id + 1, data, note from file");
        statement.execute("delete from file where id = 1");
        expect(statement, "select * from file", 2, length);
        System.out.println("copied and read");
        writeAndReadText(connection, statement, length / 4);
        System.out.println("a text written and read");
        try (ResultSet findings = statement.executeQuery("check database")) {
          findings.next();
          System.out.println(findings.getString(1));
        }
      }
    }

    private static void change(Connection connection, String sql, InputStream data)
        throws SQLException {
      try (PreparedStatement change = connection.prepareStatement(sql)) {
        change.setBinaryStream(1, data);
        change.executeUpdate();
      }
    }

    private static void expect(Statement statement, String sql, int seed, long length)
        throws Exception {
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        Pattern.expect(row.getBinaryStream("data"), seed, length);
      }
    }

    private static void writeAndReadText(Connection connection, Statement statement, long length)
        throws Exception {
      try (PreparedStatement change = connection.prepareStatement("update file set note = ?")) {
        change.setClob(1, new Letters(length));
        change.executeUpdate();
      }
      try (ResultSet row = statement.executeQuery("select note from file")) {
        row.next();
        Clob note = row.getClob(1);
        String end = note.getSubString(length - 2, 10);
        if (note.length() != length || !end.equals("\u00e9\u00e9\u00e9")) {
          throw new AssertionError(note.length() + " characters, " + end);
        }
      }
    }
  }

  /** The same letter again and again. */
  private static final class Letters extends Reader {
    private long left;

    Letters(long length) {
      left = length;
    }

    @Override
    public int read(char[] target, int from, int count) {
      int read = (int) Math.min(count, left);
      Arrays.fill(target, from, from + read, '\u00e9');
      left -= read;
      return read == 0 ? -1 : read;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
