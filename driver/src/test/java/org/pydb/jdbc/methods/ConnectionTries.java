package org.pydb.jdbc.methods;

import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static java.sql.ResultSet.CLOSE_CURSORS_AT_COMMIT;
import static java.sql.ResultSet.CONCUR_READ_ONLY;
import static java.sql.ResultSet.CONCUR_UPDATABLE;
import static java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE;
import static java.sql.Statement.RETURN_GENERATED_KEYS;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** {@link Connection}. */
final class ConnectionTries {
  private static final String INSERT = "insert into pet (name) values ('Kim')";

  private ConnectionTries() {}

  static Tries<Connection> all(Fixture fixture) throws Exception {
    Tries<Connection> on = new Tries<>(Connection.class, fixture, c -> c);
    statements(on);
    transactions(on);
    settings(on);
    objects(on);
    return on;
  }

  private static void statements(Tries<Connection> on) throws Exception {
    on.call("createStatement()", c -> c.createStatement().executeQuery("select 1 as n"));
    on.call(
        "createStatement(int, int)",
        c ->
            "scrolls: "
                + c.createStatement(TYPE_SCROLL_INSENSITIVE, CONCUR_READ_ONLY)
                    .executeQuery("select 1")
                    .last());
    on.call(
        "createStatement(int, int, int)",
        c ->
            "scrolls: "
                + c.createStatement(
                        TYPE_SCROLL_INSENSITIVE, CONCUR_READ_ONLY, CLOSE_CURSORS_AT_COMMIT)
                    .executeQuery("select 1")
                    .last());
    on.call("prepareStatement(String)", c -> c.prepareStatement("select 1 as n").executeQuery());
    on.call(
        "prepareStatement(String, int, int)",
        c ->
            "scrolls: "
                + c.prepareStatement("select 1", TYPE_SCROLL_INSENSITIVE, CONCUR_UPDATABLE)
                    .executeQuery()
                    .last());
    on.call(
        "prepareStatement(String, int, int, int)",
        c ->
            "scrolls: "
                + c.prepareStatement(
                        "select 1",
                        TYPE_SCROLL_INSENSITIVE,
                        CONCUR_READ_ONLY,
                        CLOSE_CURSORS_AT_COMMIT)
                    .executeQuery()
                    .last());
    on.call(
        "prepareStatement(String, int)",
        c -> keyLabels(c, c.prepareStatement(INSERT, RETURN_GENERATED_KEYS)));
    on.call(
        "prepareStatement(String, int[])",
        c -> keyLabels(c, c.prepareStatement(INSERT, new int[] {2})));
    on.call(
        "prepareStatement(String, String[])",
        c -> keyLabels(c, c.prepareStatement(INSERT, new String[] {"id", "name"})));
    String call = "{? = call abs(-5)}";
    on.call("prepareCall(String)", c -> value(c.prepareCall(call)));
    on.call(
        "prepareCall(String, int, int)",
        c -> value(c.prepareCall(call, TYPE_SCROLL_INSENSITIVE, CONCUR_READ_ONLY)));
    on.call(
        "prepareCall(String, int, int, int)",
        c ->
            value(
                c.prepareCall(
                    call, TYPE_SCROLL_INSENSITIVE, CONCUR_READ_ONLY, CLOSE_CURSORS_AT_COMMIT)));
    on.call("nativeSQL(String)", c -> c.nativeSQL("select {fn rand()}, {fn ucase('a')}"));
  }

  private static String value(CallableStatement call) throws Exception {
    call.execute();
    return "the call gives " + call.getInt(1);
  }

  private static String keyLabels(Connection connection, PreparedStatement insert)
      throws Exception {
    connection.setAutoCommit(false);
    insert.executeUpdate();
    var keys = insert.getGeneratedKeys().getMetaData();
    StringBuilder labels = new StringBuilder("keys:");
    for (int i = 1; i <= keys.getColumnCount(); i++) {
      labels.append(' ').append(keys.getColumnLabel(i));
    }
    return labels.toString();
  }

  private static void transactions(Tries<Connection> on) throws Exception {
    on.call("getAutoCommit()", Connection::getAutoCommit);
    on.call(
        "setAutoCommit(boolean)",
        c -> {
          c.setAutoCommit(false);
          return "then autocommit is " + c.getAutoCommit();
        });
    on.call(
        "commit()",
        c -> {
          c.setAutoCommit(false);
          Sql.run(c, "insert into owner values (77, 'Joe')");
          c.commit();
          c.rollback();
          long stored = Sql.number(c, "select count(*) from owner where id = 77");
          Sql.run(c, "delete from owner where id = 77");
          c.commit();
          return "then the row is stored: " + (stored == 1);
        });
    on.call(
        "rollback()",
        c -> {
          c.setAutoCommit(false);
          Sql.run(c, "delete from pet");
          c.rollback();
          return "then rows are there again: " + Sql.number(c, "select count(*) from pet");
        });
    on.call(
        "rollback(Savepoint)",
        c -> {
          c.setAutoCommit(false);
          Savepoint savepoint = c.setSavepoint();
          Sql.run(c, "delete from pet");
          c.rollback(savepoint);
          return "then rows are there again: " + Sql.number(c, "select count(*) from pet");
        });
    on.call(
        "releaseSavepoint(Savepoint)",
        c -> {
          c.setAutoCommit(false);
          Savepoint savepoint = c.setSavepoint();
          c.releaseSavepoint(savepoint);
          return "then going back to it fails with " + Refusal.of(() -> c.rollback(savepoint));
        });
    on.call(
        "setSavepoint()",
        c -> {
          c.setAutoCommit(false);
          return "a savepoint with an id: " + (c.setSavepoint().getSavepointId() >= 0);
        });
    on.call(
        "setSavepoint(String)",
        c -> {
          c.setAutoCommit(false);
          return "a savepoint named " + c.setSavepoint("here").getSavepointName();
        });
    on.call("getTransactionIsolation()", Connection::getTransactionIsolation);
    on.call(
        "setTransactionIsolation(int)",
        c -> {
          c.setTransactionIsolation(TRANSACTION_SERIALIZABLE);
          return "then SQL says " + Sql.text(c, "show transaction_isolation");
        });
    on.call("isReadOnly()", Connection::isReadOnly);
    on.call(
        "setReadOnly(boolean)",
        c -> {
          c.setReadOnly(true);
          return "then a change fails with " + Refusal.of(() -> Sql.run(c, "delete from pet"));
        });
    on.call("getHoldability()", Connection::getHoldability);
    on.call(
        "setHoldability(int)",
        c -> {
          c.setHoldability(CLOSE_CURSORS_AT_COMMIT);
          return "then it is " + c.getHoldability();
        });
  }

  private static void settings(Tries<Connection> on) throws Exception {
    on.call(
        "abort(Executor)",
        c -> {
          c.abort(Runnable::run);
          return "then it is closed: " + c.isClosed();
        });
    on.call(
        "close()",
        c -> {
          c.close();
          c.close();
          return "then it is closed: " + c.isClosed();
        });
    on.call("isClosed()", Connection::isClosed);
    on.call("isValid(int)", c -> c.isValid(5));
    on.call("getWarnings()", Connection::getWarnings);
    on.call(
        "clearWarnings()",
        c -> {
          c.setClientInfo("Unknown", "x");
          boolean warned = c.getWarnings() != null;
          c.clearWarnings();
          return "one warning before: " + warned + ", and after: " + c.getWarnings();
        });
    on.call("getClientInfo()", Connection::getClientInfo);
    on.call("getClientInfo(String)", c -> c.getClientInfo("ApplicationName"));
    on.call(
        "setClientInfo(String, String)",
        c -> {
          c.setClientInfo("ApplicationName", "shop");
          return "then it is " + c.getClientInfo("ApplicationName");
        });
    on.call(
        "setClientInfo(Properties)",
        c -> {
          Properties info = new Properties();
          info.setProperty("ClientUser", "ann");
          c.setClientInfo(info);
          return "then it is " + c.getClientInfo();
        });
    on.call("getCatalog()", Connection::getCatalog);
    on.call(
        "setCatalog(String)",
        c -> {
          c.setCatalog("any");
          return "ignored, as JDBC asks where there are none: " + c.getCatalog();
        });
    on.call("getSchema()", Connection::getSchema);
    on.call(
        "setSchema(String)",
        c -> {
          c.setSchema("public");
          return "then it is " + c.getSchema();
        });
    on.call("getTypeMap()", Connection::getTypeMap);
    on.call(
        "setTypeMap(Map)",
        c -> {
          c.setTypeMap(Map.of());
          return "an empty one is taken; others are refused with "
              + Refusal.of(() -> c.setTypeMap(Map.of("a", String.class)));
        });
    on.call("getNetworkTimeout()", Connection::getNetworkTimeout);
    on.call(
        "setNetworkTimeout(Executor, int)",
        c -> {
          c.setNetworkTimeout(Runnable::run, 1000);
          return "ignored, as there is no network: " + c.getNetworkTimeout();
        });
    on.call("getMetaData()", Connection::getMetaData);
    on.call(
        "beginRequest()",
        c -> {
          c.beginRequest();
          return "nothing to do";
        });
    on.call(
        "endRequest()",
        c -> {
          c.endRequest();
          return "nothing to do";
        });
    ShardingKey none = null;
    on.call("setShardingKey(ShardingKey)", c -> refused(() -> c.setShardingKey(none)));
    on.call(
        "setShardingKey(ShardingKey, ShardingKey)",
        c -> refused(() -> c.setShardingKey(none, none)));
    on.call("setShardingKeyIfValid(ShardingKey, int)", c -> c.setShardingKeyIfValid(none, 1));
    on.call(
        "setShardingKeyIfValid(ShardingKey, ShardingKey, int)",
        c -> c.setShardingKeyIfValid(none, none, 1));
    on.call("isWrapperFor(Class)", c -> c.isWrapperFor(PydbConnection.class));
    on.call("unwrap(Class)", c -> c.unwrap(PydbConnection.class));
  }

  private static Object refused(Sql.Action action) throws Exception {
    action.run();
    return "taken";
  }

  private static void objects(Tries<Connection> on) throws Exception {
    on.call("createBlob()", Connection::createBlob);
    on.call("createClob()", Connection::createClob);
    on.call("createNClob()", Connection::createNClob);
    on.call("createSQLXML()", Connection::createSQLXML);
    on.call(
        "createArrayOf(String, Object[])",
        c -> c.createArrayOf("integer", List.of(1, 2).toArray()));
    on.call("createStruct(String, Object[])", c -> c.createStruct("t", new Object[0]));
  }
}
