package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that looks after a database. */
public final class MaintenanceStatement extends PydbCall {

  /** What the statement does. */
  public enum Action {
    /** Closes the database, whoever else is connected. */
    SHUTDOWN,
    /** Writes what the log holds to the file. */
    CHECKPOINT,
    /** Proves the file whole. */
    CHECK_DATABASE,
    /** Gives room back. */
    VACUUM,
    /** Gathers statistics. */
    ANALYZE
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("MAINTENANCE", SqlKind.OTHER, MaintenanceStatement::new);

  public MaintenanceStatement(SqlParserPos pos, Action action, SqlNodeList tables) {
    this(pos, new SqlNode[] {choice(action), tables});
  }

  private MaintenanceStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** A statement that concerns the whole database. */
  public static MaintenanceStatement of(SqlParserPos pos, Action action) {
    return new MaintenanceStatement(pos, action, SqlNodeList.EMPTY);
  }

  public Action action() {
    return choiceAt(0, Action.class);
  }

  /** The names of tables of VACUUM, the {@link AnalyzedTable}s of ANALYZE; none for all. */
  public SqlNodeList tables() {
    return operand(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(action().name().replace('_', ' '));
    if (!tables().isEmpty()) {
      unparseWithCommas(writer, tables());
    }
  }
}
