package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code FOR UPDATE | NO KEY UPDATE | SHARE | KEY SHARE [OF table, …] [NOWAIT | SKIP LOCKED]}. */
public final class LockingClause extends PydbCall {

  /** How strong the locks are, strongest first. */
  public enum Strength {
    UPDATE,
    NO_KEY_UPDATE,
    SHARE,
    KEY_SHARE
  }

  /** What happens at a row that another transaction has locked. */
  public enum Wait {
    /** Wait for it. */
    BLOCK,
    /** Fail. */
    NOWAIT,
    /** Pass the row over. */
    SKIP_LOCKED
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("FOR", SqlKind.OTHER, LockingClause::new);

  public LockingClause(SqlParserPos pos, Strength strength, SqlNodeList tables, Wait wait) {
    this(pos, new SqlNode[] {choice(strength), tables, choice(wait)});
  }

  private LockingClause(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Strength strength() {
    return choiceAt(0, Strength.class);
  }

  /** The tables, by their names in the query, whose rows are locked; none for all. */
  public SqlNodeList tables() {
    return operand(1);
  }

  public Wait waiting() {
    return choiceAt(2, Wait.class);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("FOR");
    writer.keyword(strength().name().replace('_', ' '));
    if (!tables().isEmpty()) {
      writer.keyword("OF");
      unparseWithCommas(writer, tables());
    }
    if (waiting() != Wait.BLOCK) {
      writer.keyword(waiting().name().replace('_', ' '));
    }
  }
}
