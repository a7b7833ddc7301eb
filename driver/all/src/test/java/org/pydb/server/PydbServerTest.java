package org.pydb.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.PydbDataSource;

/** An application serves its database, and a tool with Avatica's driver comes in. */
class PydbServerTest {
  private static final String URL = "jdbc:pydb:mem:served";

  private static ThinClient client;
  private static Connection application;
  private static PydbServer server;

  @BeforeAll
  static void start() throws Exception {
    client = new ThinClient();
    application = DriverManager.getConnection(URL);
    server = PydbServer.start(URL, 0);
    run(application, "create table song (id int primary key, title text, price numeric(6,2))");
    run(application, "insert into song values (1, 'Jóga', 1.20), (2, null, null)");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    application.close();
    client.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows, as texts. */
  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.add(String.valueOf(rows.getObject(i)));
      }
      all.add(String.join(", ", row));
    }
    rows.close();
    return all;
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  /** Old clients, and some that are not in Java, write requests as JSON. */
  @Test
  void requestsMayBeJson() throws Exception {
    try (Connection tool = client.connect(server.clientUrl().replace("protobuf", "json"));
        PreparedStatement select =
            tool.prepareStatement("select title, price from song where id = ?")) {
      select.setInt(1, 1);
      assertThat(rows(select.executeQuery())).containsExactly("Jóga, 1.20");
    }
  }

  @Test
  void toolsReadAndChange() throws Exception {
    try (Connection tool = client.connect(server.clientUrl())) {
      assertThat(query(tool, "select * from song order by id"))
          .containsExactly("1, Jóga, 1.20", "2, null, null");
      try (PreparedStatement insert = tool.prepareStatement("insert into song values (?, ?, ?)")) {
        insert.setInt(1, 3);
        insert.setString(2, "Hunter");
        insert.setBigDecimal(3, new BigDecimal("0.99"));
        assertThat(insert.executeUpdate()).isOne();
        for (int id = 100; id < 400; id++) {
          insert.setInt(1, id);
          insert.setString(2, null);
          insert.setBigDecimal(3, null);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(300).containsOnly(1);
      }
      // More rows than one answer has.
      assertThat(query(tool, "select id from song where id >= 100 order by id"))
          .hasSize(300)
          .endsWith("399");
      try (PreparedStatement select =
          tool.prepareStatement("select title from song where id = ?")) {
        select.setInt(1, 3);
        assertThat(rows(select.executeQuery())).containsExactly("Hunter");
      }
      // The application sees it at once.
      assertThat(query(application, "delete from song where id >= 3 returning id")).hasSize(301);
    }
  }

  @Test
  void toolsHaveTransactions() throws Exception {
    try (Connection tool = client.connect(server.clientUrl())) {
      tool.setAutoCommit(false);
      run(tool, "insert into song values (10, 'a', 1)");
      assertThat(query(application, "select * from song where id = 10")).isEmpty();
      tool.rollback();
      run(tool, "insert into song values (11, 'b', 1)");
      tool.commit();
      assertThat(query(application, "select id from song where id > 2")).containsExactly("11");
      run(tool, "delete from song where id = 11");
    }
    // It left without a commit.
    assertThat(query(application, "delete from song where id = 11 returning id")).hasSize(1);
  }

  @Test
  void toolsShowTheTreeOfTables() throws Exception {
    try (Connection tool = client.connect(server.clientUrl())) {
      DatabaseMetaData metaData = tool.getMetaData();
      try (ResultSet schemas = metaData.getSchemas();
          ResultSet tables = metaData.getTables(null, "public", "so%", new String[] {"TABLE"});
          ResultSet columns = metaData.getColumns(null, "public", "song", "%")) {
        List<String> names = new ArrayList<>();
        while (schemas.next()) {
          names.add(schemas.getString("TABLE_SCHEM"));
        }
        while (tables.next()) {
          names.add(tables.getString("TABLE_NAME"));
        }
        while (columns.next()) {
          names.add(columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME"));
        }
        assertThat(names).contains("public", "song", "id int4", "title text", "price numeric");
      }
      assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
    }
  }

  /** What the protocol would cut, it is given as a text. */
  @Test
  void noValueIsCut() throws Exception {
    String values =
        "true as b, 2::smallint as i2, 3::bigint as i8, 'NaN'::real as f4, 1e300::float8 as f8,"
            + " 12345678901234567890.5 as n, date '1500-01-01' as d,"
            + " time '12:34:56.789012' as t, timestamp '2026-01-02 03:04:05.678901' as ts,"
            + " '00112233-4455-6677-8899-aabbccddeeff'::uuid as u, interval '1 day 2 hours' as iv,"
            + " '{\"a\": 1}'::jsonb as j, array[1, null, 2] as a, null::int as nothing";
    try (Connection tool = client.connect(server.clientUrl())) {
      assertThat(query(tool, "select " + values))
          .containsExactly(
              "true, 2, 3, NaN, 1.0E300, 12345678901234567890.5, 1500-01-01, 12:34:56.789012,"
                  + " 2026-01-02 03:04:05.678901, 00112233-4455-6677-8899-aabbccddeeff,"
                  + " 1 day 02:00:00, {\"a\": 1}, {1,NULL,2}, null");
      try (Statement statement = tool.createStatement();
          ResultSet bytes = statement.executeQuery("select '\\x00ff'::bytea")) {
        bytes.next();
        assertThat(bytes.getBytes(1)).containsExactly(0, 0xff);
      }
    }
  }

  @Test
  void datesAndTimesAreBound() throws Exception {
    run(application, "create table moment (d date, t time, ts timestamp)");
    try (Connection tool = client.connect(server.clientUrl());
        PreparedStatement insert = tool.prepareStatement("insert into moment values (?, ?, ?)")) {
      insert.setDate(1, Date.valueOf("2024-02-29"));
      insert.setTime(2, Time.valueOf("01:02:03"));
      insert.setTimestamp(3, Timestamp.valueOf("2024-02-29 01:02:03.123"));
      insert.executeUpdate();
      insert.setString(1, "1969-12-31");
      insert.setString(2, "01:02:03.000004");
      insert.setTimestamp(3, Timestamp.valueOf("1969-12-31 23:59:59.999"));
      insert.executeUpdate();
      assertThat(query(tool, "select * from moment order by d desc"))
          .containsExactly(
              "2024-02-29, 01:02:03, 2024-02-29 01:02:03.123",
              "1969-12-31, 01:02:03.000004, 1969-12-31 23:59:59.999");
    }
  }

  @Test
  void errorsHaveTheirState() throws Exception {
    try (Connection tool = client.connect(server.clientUrl())) {
      assertThatThrownBy(() -> query(tool, "select pirce from song"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("column \"pirce\" does not exist")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42703");
      assertThatThrownBy(() -> run(tool, "copy song to '/tmp/song.csv'"))
          .hasMessageContaining("files");
    }
  }

  /** A client that says where files may be written, or another database, is not heard. */
  @Test
  void clientsDoNotSayHowToConnect() throws Exception {
    String url = server.clientUrl() + ";files=/;user=x;schema=pg_catalog";
    try (Connection tool = client.connect(url)) {
      assertThatThrownBy(() -> run(tool, "copy song to '/tmp/song.csv'"))
          .hasMessageContaining("files");
    }
  }

  @Test
  void withoutTheTokenNobodyComesIn() throws Exception {
    assertThatThrownBy(() -> client.connect(server.clientUrl() + "x")).hasMessageContaining("401");
    assertThatThrownBy(() -> client.connect(server.clientUrl().replaceFirst(";auth.*", "")))
        .hasMessageContaining("401");
    String good = PydbServer.USER + ":" + server.token();
    assertThat(answer("POST", null)).isEqualTo(401);
    assertThat(answer("POST", "Basic !")).isEqualTo(401);
    assertThat(answer("POST", "Bearer " + base64(good))).isEqualTo(401);
    assertThat(answer("POST", "Basic " + base64("root:" + server.token()))).isEqualTo(401);
    assertThat(answer("GET", "Basic " + base64(good))).isEqualTo(405);
    // Let in; but that was no request.
    assertThat(answer("POST", "basic " + base64(good))).isEqualTo(500);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static int answer(String method, String authorization) throws IOException {
    URI place = URI.create("http://127.0.0.1:" + server.port() + "/");
    HttpURLConnection http = (HttpURLConnection) place.toURL().openConnection();
    http.setRequestMethod(method);
    if (authorization != null) {
      http.setRequestProperty("Authorization", authorization);
    }
    if (method.equals("POST")) {
      http.setDoOutput(true);
      http.getOutputStream().write("no request".getBytes(UTF_8));
    }
    return http.getResponseCode();
  }

  /** From another machine there is no way in: it listens to this one alone. */
  @Test
  void otherAddressesAreNotListenedTo() throws Exception {
    for (NetworkInterface network :
        NetworkInterface.networkInterfaces().filter(PydbServerTest::isUp).toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          try (Socket socket = new Socket()) {
            assertThatThrownBy(
                    () -> socket.connect(new InetSocketAddress(address, server.port()), 2000))
                .isInstanceOf(ConnectException.class);
          }
        }
      }
    }
    assertThat(server.clientUrl()).contains("url=http://127.0.0.1:");
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (IOException e) {
      return false;
    }
  }

  /** One that died holds its locks no longer than that. */
  @Test
  void idleConnectionsAreClosed() throws Exception {
    try (Sessions sessions = new Sessions(new PydbDataSource(URL))) {
      sessions.open("a");
      sessions.open("b");
      Session a = sessions.enter("a");
      Connection b = sessions.enter("b").connection();
      sessions.enter("b").leave();
      sessions.closeIdle(0);
      assertThat(b.isClosed()).isFalse(); // Something runs on it.
      a.leave();
      sessions.closeIdle(0);
      assertThat(a.connection().isClosed()).isTrue();
      assertThatThrownBy(() -> sessions.enter("a")).hasMessageContaining("connect again");
      assertThatThrownBy(() -> sessions.open("b")).hasMessageContaining("opened before");
    }
  }

  @Test
  void whatCannotBeServedIsTold(@TempDir Path directory) throws Exception {
    assertThatThrownBy(() -> PydbServer.start(URL, server.port()))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("is taken");
    assertThatThrownBy(() -> PydbServer.start("jdbc:pydb:mem:", 0))
        .hasMessageContaining("give it a name");
    assertThatThrownBy(() -> PydbServer.start("jdbc:pydb:" + directory + "/none?open=existing", 0))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> PydbServer.start(URL, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The file is whole, without a log, and may be opened by somebody else. */
  @Test
  void closingLetsGoOfTheDatabase(@TempDir Path directory) throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    PydbServer shop = PydbServer.start(url, 0);
    Connection tool = client.connect(shop.clientUrl());
    tool.setAutoCommit(false);
    run(tool, "create table t (a int)");
    tool.commit();
    run(tool, "insert into t values (1)");
    shop.close();
    assertThat(directory.toFile().list()).containsExactly("shop.pydb");
    assertThatThrownBy(() -> run(tool, "select 1")).isInstanceOf(Exception.class);
    try (Connection again = DriverManager.getConnection(url + "?open=existing")) {
      assertThat(query(again, "select * from t")).isEmpty();
    }
  }
}
