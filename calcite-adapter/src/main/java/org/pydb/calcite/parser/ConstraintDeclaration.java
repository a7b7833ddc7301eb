package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What {@code CREATE TABLE} demands of rows: {@code [CONSTRAINT name] …}.
 *
 * <p>As in PostgreSQL's grammar it is also what it says of one column in passing: that it has a
 * default or numbers itself. The first operand is the name.
 */
public abstract sealed class ConstraintDeclaration extends PydbCall
    permits CheckDeclaration,
        DefaultDeclaration,
        ForeignKeyDeclaration,
        GeneratedDeclaration,
        IdentityDeclaration,
        KeyDeclaration,
        NullabilityDeclaration {

  ConstraintDeclaration(PydbOperator operator, SqlParserPos pos, @Nullable SqlNode... operands) {
    super(operator, pos, operands);
  }

  /** The name given with {@code CONSTRAINT}, or null. */
  public final @Nullable SqlIdentifier name() {
    return (SqlIdentifier) optionalAt(0);
  }

  /** Writes what follows the name. */
  abstract void unparseRule(SqlWriter writer);

  @Override
  public final void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    SqlIdentifier name = name();
    if (name != null) {
      writer.keyword("CONSTRAINT");
      name.unparse(writer, 0, 0);
    }
    unparseRule(writer);
  }
}
