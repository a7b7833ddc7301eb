package org.pydb.calcite.rex;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * A number of rows, for LIMIT or OFFSET, that a query gives which has a plan of its own. Its calls
 * have the number of the query among those of the statement, so that no two are the same.
 */
public final class QueriedCount extends SqlFunction {
  private final RelNode plan;
  private final Expression value;

  /**
   * The number that a query gives.
   *
   * @param plan the query's physical plan, for people to read
   * @param value what runs it
   */
  public QueriedCount(RelNode plan, Expression value) {
    super(
        "QUERY",
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.BIGINT_NULLABLE,
        null,
        OperandTypes.NUMERIC,
        SqlFunctionCategory.SYSTEM);
    this.plan = plan;
    this.value = value;
  }

  /** Nobody can name it, so it is not looked up. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    return PydbTypeFactory.INSTANCE.nullable(
        PydbTypeFactory.INSTANCE.createSqlType(SqlTypeName.BIGINT));
  }

  /** The query's physical plan. */
  public RelNode plan() {
    return plan;
  }

  Expression value() {
    return value;
  }
}
