package org.pydb.server;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.Unsafe;
import org.jspecify.annotations.Nullable;
import org.pydb.server.Session.Open;

/**
 * What clients ask for, done on the connections of the driver. Errors go back with their SQLSTATE.
 * Nothing that a client says of how to connect is heard: that is the business of who has started
 * the server. Thread-safe.
 */
final class SqlService implements Service {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_PER_SECOND = 1000;

  // Nobody else may make these, but whoever reads them.
  private static final CommitResponse COMMITTED = answer("commit", CommitResponse.class);
  private static final RollbackResponse ROLLED_BACK = answer("rollback", RollbackResponse.class);

  private final Sessions sessions;
  private final RpcMetadataResponse server;

  /** One at an address that answers name. */
  SqlService(Sessions sessions, String address) {
    this.sessions = sessions;
    server = new RpcMetadataResponse(address);
  }

  private static <T extends Response> T answer(String name, Class<T> type) {
    return JsonService.MAPPER.convertValue(Map.of("response", name), type);
  }

  @Override
  public void setRpcMetadata(RpcMetadataResponse metadata) {
    throw new UnsupportedOperationException("the address was told");
  }

  /** Something that a client wants of its connection. */
  private interface Verb<T> {
    T run(Session session) throws SQLException;
  }

  private <T> T on(String connectionId, Verb<T> verb) {
    try {
      Session session = sessions.enter(connectionId);
      try {
        return verb.run(session);
      } finally {
        session.leave();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static AvaticaRuntimeException failure(SQLException e) {
    return new AvaticaRuntimeException(
        Objects.requireNonNullElse(e.getMessage(), e.toString()),
        e.getErrorCode(),
        Objects.requireNonNullElse(e.getSQLState(), "HY000"),
        AvaticaSeverity.ERROR);
  }

  // ------------------------------------------------------------------ connections

  @Override
  public OpenConnectionResponse apply(OpenConnectionRequest request) {
    try {
      sessions.open(request.connectionId);
      return new OpenConnectionResponse(server);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public CloseConnectionResponse apply(CloseConnectionRequest request) {
    sessions.close(request.connectionId);
    return new CloseConnectionResponse(server);
  }

  @Override
  public ConnectionSyncResponse apply(ConnectionSyncRequest request) {
    return on(
        request.connectionId,
        session -> {
          Connection connection = session.connection();
          set(connection, request.connProps);
          return new ConnectionSyncResponse(new ConnectionPropertiesImpl(connection), server);
        });
  }

  /** Sets what is other than it was: in the middle of a transaction the rest may not be touched. */
  private static void set(Connection connection, Meta.ConnectionProperties wanted)
      throws SQLException {
    Boolean readOnly = wanted.isReadOnly();
    if (readOnly != null && readOnly != connection.isReadOnly()) {
      connection.setReadOnly(readOnly);
    }
    Integer isolation = wanted.getTransactionIsolation();
    if (isolation != null && isolation != connection.getTransactionIsolation()) {
      connection.setTransactionIsolation(isolation);
    }
    String schema = wanted.getSchema();
    if (schema != null && !schema.isEmpty() && !schema.equals(connection.getSchema())) {
      connection.setSchema(schema);
    }
    Boolean autoCommit = wanted.isAutoCommit();
    if (autoCommit != null && autoCommit != connection.getAutoCommit()) {
      connection.setAutoCommit(autoCommit);
    }
  }

  @Override
  public CommitResponse apply(CommitRequest request) {
    return on(
        request.connectionId,
        session -> {
          session.connection().commit();
          return COMMITTED;
        });
  }

  @Override
  public RollbackResponse apply(RollbackRequest request) {
    return on(
        request.connectionId,
        session -> {
          session.connection().rollback();
          return ROLLED_BACK;
        });
  }

  // ------------------------------------------------------------------ the catalog

  private interface Question {
    ResultSet ask(DatabaseMetaData metaData) throws SQLException;
  }

  private ResultSetResponse ask(String connectionId, Question question) {
    return on(
        connectionId,
        session -> {
          try (ResultSet rows = question.ask(session.connection().getMetaData())) {
            int id = session.add(new Open(null, ""));
            Meta.Signature signature = RowFrames.signature("", rows.getMetaData(), null);
            return rows(connectionId, id, signature, RowFrames.all(rows));
          }
        });
  }

  private ResultSetResponse rows(
      String connectionId, int id, Meta.Signature signature, Meta.Frame frame) {
    return new ResultSetResponse(connectionId, id, true, signature, frame, -1, server);
  }

  @Override
  public ResultSetResponse apply(CatalogsRequest request) {
    return ask(request.connectionId, DatabaseMetaData::getCatalogs);
  }

  @Override
  public ResultSetResponse apply(SchemasRequest request) {
    return ask(
        request.connectionId,
        metaData -> metaData.getSchemas(request.catalog, request.schemaPattern));
  }

  @Override
  public ResultSetResponse apply(TablesRequest request) {
    List<String> types = request.typeList;
    return ask(
        request.connectionId,
        metaData ->
            metaData.getTables(
                request.catalog,
                request.schemaPattern,
                request.tableNamePattern,
                types == null ? null : types.toArray(new String[0])));
  }

  @Override
  public ResultSetResponse apply(TableTypesRequest request) {
    return ask(request.connectionId, DatabaseMetaData::getTableTypes);
  }

  @Override
  public ResultSetResponse apply(TypeInfoRequest request) {
    return ask(request.connectionId, DatabaseMetaData::getTypeInfo);
  }

  @Override
  public ResultSetResponse apply(ColumnsRequest request) {
    return ask(
        request.connectionId,
        metaData ->
            metaData.getColumns(
                request.catalog,
                request.schemaPattern,
                request.tableNamePattern,
                request.columnNamePattern));
  }

  @Override
  public DatabasePropertyResponse apply(DatabasePropertyRequest request) {
    return on(
        request.connectionId,
        session -> {
          DatabaseMetaData metaData = session.connection().getMetaData();
          Map<Meta.DatabaseProperty, Object> properties =
              new EnumMap<>(Meta.DatabaseProperty.class);
          for (Meta.DatabaseProperty property : Meta.DatabaseProperty.values()) {
            properties.put(
                property, property.isJdbc ? value(metaData, property) : property.defaultValue);
          }
          return new DatabasePropertyResponse(properties, server);
        });
  }

  private static Object value(DatabaseMetaData metaData, Meta.DatabaseProperty property)
      throws SQLException {
    try {
      return property.method.invoke(metaData);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new SQLException(property + " is not to be had", "HY000", e);
    }
  }

  // ------------------------------------------------------------------ statements

  @Override
  public CreateStatementResponse apply(CreateStatementRequest request) {
    return on(
        request.connectionId,
        session -> {
          int id = session.add(new Open(session.connection().createStatement(), ""));
          return new CreateStatementResponse(request.connectionId, id, server);
        });
  }

  @Override
  public PrepareResponse apply(PrepareRequest request) {
    return on(
        request.connectionId,
        session -> {
          PreparedStatement statement = session.connection().prepareStatement(request.sql);
          limit(statement, request.maxRowCount);
          int id = session.add(new Open(statement, request.sql));
          Meta.Signature signature =
              RowFrames.signature(
                  request.sql, statement.getMetaData(), statement.getParameterMetaData());
          return new PrepareResponse(
              new Meta.StatementHandle(request.connectionId, id, signature), server);
        });
  }

  private static void limit(Statement statement, long maxRowCount) throws SQLException {
    statement.setLargeMaxRows(Math.max(0, maxRowCount));
  }

  @Override
  public ExecuteResponse apply(PrepareAndExecuteRequest request) {
    return on(
        request.connectionId,
        session -> {
          Open open = session.get(request.statementId);
          Statement statement = open.statement();
          limit(statement, request.maxRowCount);
          boolean hasRows = statement.execute(request.sql);
          return result(
              request.connectionId,
              request.statementId,
              open,
              request.sql,
              hasRows,
              request.maxRowsInFirstFrame);
        });
  }

  @Override
  public ExecuteResponse apply(ExecuteRequest request) {
    Meta.StatementHandle handle = request.statementHandle;
    return on(
        handle.connectionId,
        session -> {
          Open open = session.get(handle.id);
          PreparedStatement statement = open.prepared();
          bind(statement, request.parameterValues);
          return result(
              handle.connectionId,
              handle.id,
              open,
              open.sql(),
              statement.execute(),
              request.maxRowCount);
        });
  }

  private ExecuteResponse result(
      String connectionId, int id, Open open, String sql, boolean hasRows, int rowsWanted)
      throws SQLException {
    Statement statement = open.statement();
    if (!hasRows) {
      open.setRows(null);
      long count = statement.getLargeUpdateCount();
      ResultSetResponse response =
          new ResultSetResponse(connectionId, id, true, null, null, count, server);
      return new ExecuteResponse(List.of(response), false, server);
    }
    ResultSet rows = statement.getResultSet();
    open.setRows(rows);
    Meta.Signature signature =
        RowFrames.signature(
            sql,
            rows.getMetaData(),
            statement instanceof PreparedStatement prepared
                ? prepared.getParameterMetaData()
                : null);
    ResultSetResponse response = rows(connectionId, id, signature, next(open, 0, rowsWanted));
    return new ExecuteResponse(List.of(response), false, server);
  }

  private static Meta.Frame next(Open open, long offset, int wanted) throws SQLException {
    ResultSet rows = open.rows();
    if (rows == null) {
      return Meta.Frame.EMPTY;
    }
    if (offset != open.offset()) {
      throw new SQLException("row " + offset + " has passed by: rows are read in order", "24000");
    }
    Meta.Frame frame = RowFrames.next(rows, offset, wanted);
    open.advance(((List<?>) frame.rows).size());
    if (frame.done) {
      rows.close();
      open.setRows(null);
    }
    return frame;
  }

  @Override
  public FetchResponse apply(FetchRequest request) {
    return on(
        request.connectionId,
        session -> {
          Open open = session.get(request.statementId);
          Meta.Frame frame = next(open, request.offset, request.fetchMaxRowCount);
          return new FetchResponse(frame, false, false, server);
        });
  }

  /** Results are kept as long as their statements: none is ever missing. */
  @Override
  public SyncResultsResponse apply(SyncResultsRequest request) {
    throw failure(new SQLException("results are not run again to be read on", "0A000"));
  }

  @Override
  public CloseStatementResponse apply(CloseStatementRequest request) {
    return on(
        request.connectionId,
        session -> {
          session.close(request.statementId);
          return new CloseStatementResponse(server);
        });
  }

  // ------------------------------------------------------------------ batches

  @Override
  public ExecuteBatchResponse apply(PrepareAndExecuteBatchRequest request) {
    return on(
        request.connectionId,
        session -> {
          Statement statement = session.get(request.statementId).statement();
          statement.clearBatch();
          for (String sql : request.sqlCommands) {
            statement.addBatch(sql);
          }
          return counts(request.connectionId, request.statementId, statement.executeLargeBatch());
        });
  }

  @Override
  public ExecuteBatchResponse apply(ExecuteBatchRequest request) {
    return on(
        request.connectionId,
        session -> {
          PreparedStatement statement = session.get(request.statementId).prepared();
          statement.clearBatch();
          for (List<TypedValue> values : batch(request)) {
            bind(statement, values);
            statement.addBatch();
          }
          return counts(request.connectionId, request.statementId, statement.executeLargeBatch());
        });
  }

  private ExecuteBatchResponse counts(String connectionId, int id, long[] counts) {
    return new ExecuteBatchResponse(connectionId, id, counts, false, server);
  }

  private static List<List<TypedValue>> batch(ExecuteBatchRequest request) {
    if (!request.hasProtoUpdateBatches()) {
      return request.parameterValues;
    }
    List<List<TypedValue>> batch = new ArrayList<>();
    for (Requests.UpdateBatch update : request.getProtoUpdateBatches()) {
      List<TypedValue> values = new ArrayList<>();
      for (Common.TypedValue value : update.getParameterValuesList()) {
        values.add(TypedValue.fromProto(value));
      }
      batch.add(values);
    }
    return batch;
  }

  private static void bind(PreparedStatement statement, @Nullable List<TypedValue> values)
      throws SQLException {
    for (int i = 0; values != null && i < values.size(); i++) {
      TypedValue value = values.get(i);
      if (value == null) {
        throw new SQLException("parameter " + (i + 1) + " was not set", "07002");
      }
      statement.setObject(i + 1, jdbc(value));
    }
  }

  /** Dates and times come as what a clock on the wall shows, in days and milliseconds. */
  private static @Nullable Object jdbc(TypedValue value) {
    if (value.value == null) {
      return null;
    }
    return switch (value.type) {
      case JAVA_SQL_DATE -> LocalDate.ofEpochDay(((Number) value.value).longValue());
      case JAVA_SQL_TIME ->
          LocalTime.ofNanoOfDay(((Number) value.value).longValue() * NANOS_PER_MILLI);
      case JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE -> {
        long millis = ((Number) value.value).longValue();
        yield LocalDateTime.ofEpochSecond(
            Math.floorDiv(millis, MILLIS_PER_SECOND),
            (int) (Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI),
            ZoneOffset.UTC);
      }
      default -> value.toJdbc(Unsafe.localCalendar());
    };
  }
}
