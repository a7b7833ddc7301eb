package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code [ISOLATION LEVEL …] [READ ONLY | READ WRITE]}. */
public final class TransactionModes extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("transaction modes", SqlKind.OTHER, TransactionModes::new);

  private TransactionModes(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** Modes that leave everything to the session. */
  public static TransactionModes unspecified(SqlParserPos pos) {
    return new TransactionModes(pos, new @Nullable SqlNode[] {null, null});
  }

  /** These modes with another isolation level. */
  public TransactionModes with(SqlParserPos pos, IsolationLevel level) {
    return new TransactionModes(pos, new @Nullable SqlNode[] {choice(level), optionalAt(1)});
  }

  /** These modes, for reading only or for writing too. */
  public TransactionModes with(SqlParserPos pos, boolean readOnly) {
    return new TransactionModes(pos, new @Nullable SqlNode[] {optionalAt(0), flag(readOnly)});
  }

  /** The isolation level, or null for the session's. */
  public @Nullable IsolationLevel isolation() {
    SqlLiteral level = (SqlLiteral) optionalAt(0);
    return level == null ? null : level.getValueAs(IsolationLevel.class);
  }

  /** Whether writes are refused, or null for the session's choice. */
  public @Nullable Boolean readOnly() {
    SqlLiteral readOnly = (SqlLiteral) optionalAt(1);
    return readOnly == null ? null : readOnly.booleanValue();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    IsolationLevel isolation = isolation();
    if (isolation != null) {
      writer.keyword("ISOLATION LEVEL");
      writer.keyword(isolation.sql());
    }
    Boolean readOnly = readOnly();
    if (readOnly != null) {
      writer.keyword(readOnly ? "READ ONLY" : "READ WRITE");
    }
  }
}
