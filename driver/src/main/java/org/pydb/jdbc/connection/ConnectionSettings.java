package org.pydb.jdbc.connection;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Struct;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.lob.MemoryBlob;
import org.pydb.jdbc.lob.MemoryClob;
import org.pydb.jdbc.metadata.ClientInfoProperty;
import org.pydb.jdbc.result.ArrayRows;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.value.ElementTypes;
import org.pydb.jdbc.value.PydbArray;
import org.pydb.jdbc.wrapper.Unwrappable;

/** What of a connection concerns neither transactions nor statements. */
abstract class ConnectionSettings implements Connection, Unwrappable {

  private static final List<String> CLIENT_INFO = ClientInfoProperty.keys();

  private final SessionGate gate;
  private final Properties clientInfo = new Properties();
  private @Nullable SQLWarning warnings;
  private volatile ResultKind plain = ResultKind.PLAIN;

  ConnectionSettings(SessionGate gate) {
    this.gate = gate;
  }

  final SessionGate gate() {
    return gate;
  }

  // ------------------------------------------------------------------ warnings

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    gate.checkOpen();
    synchronized (clientInfo) {
      return warnings;
    }
  }

  @Override
  public final void clearWarnings() throws SQLException {
    gate.checkOpen();
    synchronized (clientInfo) {
      warnings = null;
    }
  }

  final void warn(String message) {
    SQLWarning warning = new SQLWarning(message, SqlStates.WARNING);
    synchronized (clientInfo) {
      if (warnings == null) {
        warnings = warning;
      } else {
        warnings.setNextWarning(warning);
      }
    }
  }

  // ------------------------------------------------------------------ client info

  @Override
  public final void setClientInfo(String name, @Nullable String value)
      throws SQLClientInfoException {
    if (gate.isClosed()) {
      throw new SQLClientInfoException(
          "the connection is closed",
          SqlStates.CONNECTION_CLOSED,
          Map.of(name, ClientInfoStatus.REASON_UNKNOWN));
    }
    if (!CLIENT_INFO.contains(name)) {
      warn("client info " + name + " is not kept; there are " + CLIENT_INFO);
      return;
    }
    if (value == null) {
      clientInfo.remove(name);
    } else {
      clientInfo.setProperty(name, value);
    }
  }

  @Override
  public final void setClientInfo(Properties properties) throws SQLClientInfoException {
    for (String name : properties.stringPropertyNames()) {
      setClientInfo(name, properties.getProperty(name));
    }
    for (String name : CLIENT_INFO) {
      if (properties.getProperty(name) == null) {
        setClientInfo(name, null);
      }
    }
  }

  @Override
  public final @Nullable String getClientInfo(String name) throws SQLException {
    gate.checkOpen();
    return clientInfo.getProperty(name);
  }

  @Override
  public final Properties getClientInfo() throws SQLException {
    gate.checkOpen();
    Properties copy = new Properties();
    copy.putAll(clientInfo);
    return copy;
  }

  // ------------------------------------------------------------------ what has no meaning here

  /** There are no catalogs: it is always null. */
  @Override
  public final @Nullable String getCatalog() throws SQLException {
    gate.checkOpen();
    return null;
  }

  /** There are no catalogs: the call is ignored, as JDBC asks. */
  @Override
  public final void setCatalog(@Nullable String catalog) throws SQLException {
    gate.checkOpen();
  }

  /** There is no network: it is always 0, no limit. */
  @Override
  public final int getNetworkTimeout() throws SQLException {
    gate.checkOpen();
    return 0;
  }

  /** There is no network: the call is ignored. */
  @Override
  public final void setNetworkTimeout(@Nullable Executor executor, int millis) throws SQLException {
    gate.checkOpen();
    if (millis < 0) {
      throw SqlExceptions.invalidArgument("a timeout of " + millis + ": expected 0 or more");
    }
  }

  @Override
  public final int getHoldability() throws SQLException {
    gate.checkOpen();
    return plain.holdability();
  }

  @Override
  public final void setHoldability(int holdability) throws SQLException {
    gate.checkOpen();
    ResultKind.checkHoldability(holdability);
    plain = plain.withHoldability(holdability);
  }

  /** The kind of result sets of statements for which nothing else is said. */
  final ResultKind resultKind() {
    return plain;
  }

  /** The kind of result sets that comes nearest to what is asked for, with a warning if need be. */
  final ResultKind resultKind(int type, int concurrency, int holdability) throws SQLException {
    ResultKind kind = ResultKind.of(type, concurrency, holdability);
    if (kind.type() != type) {
      warn(
          "result sets do not see changes of others: the statement's will be"
              + " TYPE_SCROLL_INSENSITIVE");
    }
    return kind;
  }

  @Override
  public final Map<String, Class<?>> getTypeMap() throws SQLException {
    gate.checkOpen();
    return Map.of();
  }

  @Override
  public final void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
    gate.checkOpen();
    if (map != null && !map.isEmpty()) {
      throw SqlExceptions.notSupported("a map of user-defined types");
    }
  }

  /** Functions are called: there are no procedures. */
  @Override
  public final CallableStatement prepareCall(String sql) throws SQLException {
    return prepareCall(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public final CallableStatement prepareCall(String sql, int type, int concurrency)
      throws SQLException {
    return prepareCall(sql, type, concurrency, getHoldability());
  }

  @Override
  public final Clob createClob() throws SQLException {
    gate.checkOpen();
    return new MemoryClob("");
  }

  @Override
  public final Blob createBlob() throws SQLException {
    gate.checkOpen();
    return new MemoryBlob(new byte[0]);
  }

  @Override
  public final NClob createNClob() throws SQLException {
    gate.checkOpen();
    return new MemoryClob("");
  }

  @Override
  public final SQLXML createSQLXML() throws SQLException {
    throw SqlExceptions.notSupported("XML");
  }

  @Override
  public final Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return new PydbArray(ElementTypes.named(typeName), typeName, Arrays.asList(elements))
        .readBy(new ArrayRows(gate));
  }

  @Override
  public final Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw SqlExceptions.notSupported("a structured type");
  }
}
