package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that begins, ends, divides or characterizes a transaction. */
public final class TransactionStatement extends PydbCall {

  /** What the statement does. */
  public enum Action {
    BEGIN("BEGIN"),
    COMMIT("COMMIT"),
    ROLLBACK("ROLLBACK"),
    SAVEPOINT("SAVEPOINT"),
    ROLLBACK_TO("ROLLBACK TO SAVEPOINT"),
    RELEASE("RELEASE SAVEPOINT"),
    /** Sets the modes of the transaction that is open. */
    SET_TRANSACTION("SET TRANSACTION"),
    /** Sets the modes of the session's transactions to come. */
    SET_SESSION("SET SESSION CHARACTERISTICS AS TRANSACTION");

    private final String sql;

    Action(String sql) {
      this.sql = sql;
    }
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("TRANSACTION", SqlKind.OTHER, TransactionStatement::new);

  private TransactionStatement(SqlParserPos pos, @Nullable SqlNode... operands) {
    super(OPERATOR, pos, operands);
  }

  public static TransactionStatement begin(SqlParserPos pos, SqlNode modes) {
    return set(pos, Action.BEGIN, modes);
  }

  /** COMMIT or ROLLBACK. */
  public static TransactionStatement of(SqlParserPos pos, Action action) {
    return set(pos, action, TransactionModes.unspecified(pos));
  }

  /** SAVEPOINT, ROLLBACK TO or RELEASE. */
  public static TransactionStatement savepoint(
      SqlParserPos pos, Action action, SqlIdentifier name) {
    return new TransactionStatement(pos, choice(action), name, TransactionModes.unspecified(pos));
  }

  /** A statement with modes. */
  public static TransactionStatement set(SqlParserPos pos, Action action, SqlNode modes) {
    return new TransactionStatement(pos, choice(action), null, modes);
  }

  public Action action() {
    return choiceAt(0, Action.class);
  }

  /** The savepoint's name, or null for an action that has none. */
  public @Nullable String savepoint() {
    SqlIdentifier name = (SqlIdentifier) optionalAt(1);
    return name == null ? null : name.getSimple();
  }

  public TransactionModes modes() {
    return operand(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(action().sql);
    SqlNode savepoint = optionalAt(1);
    if (savepoint != null) {
      savepoint.unparse(writer, 0, 0);
    }
    modes().unparse(writer, 0, 0);
  }
}
