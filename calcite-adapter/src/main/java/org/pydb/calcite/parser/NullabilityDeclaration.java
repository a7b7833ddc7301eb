package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code NOT NULL} or {@code NULL}, after the type of a column. */
public final class NullabilityDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("NULL", SqlKind.OTHER, NullabilityDeclaration::new);

  public NullabilityDeclaration(SqlParserPos pos, @Nullable SqlIdentifier name, boolean nullable) {
    this(pos, new @Nullable SqlNode[] {name, flag(nullable)});
  }

  private NullabilityDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean nullable() {
    return flagAt(1);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    writer.keyword(nullable() ? "NULL" : "NOT NULL");
  }
}
