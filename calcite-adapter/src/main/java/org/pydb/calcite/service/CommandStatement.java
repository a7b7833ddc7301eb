package org.pydb.calcite.service;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.calcite.parser.MaintenanceStatement;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.parser.ShowStatement;

/**
 * A statement that is neither query nor change. It has no plan; running it twice parses it twice.
 */
final class CommandStatement implements SqlStatement {
  private final Session session;
  private final StatementShape shape;
  private final char @Nullable [] hiddenKey;
  private final String sql;
  private final List<ColumnInfo> columns;
  private final Kind kind;
  private @Nullable SqlNode parsed;

  /** What runs now and can be cancelled by other threads. */
  private final Running running = new Running();

  /**
   * A command.
   *
   * @param hiddenKey what was taken out of its text, or null
   */
  CommandStatement(
      Session session, StatementShape shape, char @Nullable [] hiddenKey, SqlNode parsed) {
    this.session = session;
    this.shape = shape;
    this.hiddenKey = hiddenKey;
    sql = shape.text();
    this.parsed = parsed;
    columns = columns(parsed);
    Kind withoutRows = parsed instanceof CopyStatement ? Kind.UPDATE : Kind.COMMAND;
    kind = columns.isEmpty() ? withoutRows : Kind.QUERY;
  }

  private static List<ColumnInfo> columns(SqlNode statement) {
    if (statement instanceof ShowStatement show) {
      return StatisticsRows.isMeant(show)
          ? StatisticsRows.columns(show)
          : show.parameter().equals("all")
              ? TextRows.columns("name", "setting", "description")
              : TextRows.columns(show.parameter());
    }
    if (!(statement instanceof MaintenanceStatement maintenance)) {
      return List.of();
    }
    return switch (maintenance.action()) {
      case CHECK_DATABASE -> TextRows.columns("check");
      case VACUUM -> TextRows.columns("vacuum");
      default -> List.of();
    };
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public List<ColumnInfo> columns() {
    return columns;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return List.of();
  }

  @Override
  public SqlResult execute(ParameterValues values, long timeoutMillis) {
    session.checkOpen();
    session.warn(null);
    SqlNode statement = parsed;
    parsed = null; // Running it may change the tree.
    try (Execution execution = new Execution(session, running, shape).begin(timeoutMillis)) {
      SqlNode command = statement == null ? PydbParser.parseStatement(sql) : statement;
      SqlResult result = new Commands(session, sql, hiddenKey, execution).execute(command);
      execution.giveRows(Math.max(0, result.updateCount()));
      return result;
    } catch (SqlError e) {
      throw e;
    } catch (Exception e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  @Override
  public void cancel() {
    // Those that neither wait nor write files run to their end.
    running.cancel("canceling statement due to user request");
  }

  @Override
  public long[] executeBatch(List<ParameterValues> batch, long timeoutMillis) {
    long[] counts = new long[batch.size()];
    for (int i = 0; i < counts.length; i++) {
      execute(batch.get(i), timeoutMillis).close();
    }
    return counts;
  }

  @Override
  public @Nullable SqlResult takeBatchKeys() {
    return null;
  }
}
