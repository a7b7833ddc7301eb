package org.pydb.calcite.validate;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.AggregatingSelectScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Window functions over groups: {@code min(id) OVER () … GROUP BY ROLLUP (id)}. Grouping sets make
 * NULLs of keys that have none. Calcite's validator knows that of the keys themselves, not of what
 * windows make of them, and its converter then finds another type than was promised.
 */
final class GroupedWindows {

  /** Those that give one of their arguments, or NULL if all of them are. */
  private static final Set<SqlKind> OF_ARGUMENT =
      EnumSet.of(
          SqlKind.MIN,
          SqlKind.MAX,
          SqlKind.SUM,
          SqlKind.AVG,
          SqlKind.ANY_VALUE,
          SqlKind.FIRST_VALUE,
          SqlKind.LAST_VALUE,
          SqlKind.NTH_VALUE);

  /** What is NULL if one of its operands is. */
  private static final Set<SqlKind> STRICT =
      EnumSet.of(
          SqlKind.PLUS,
          SqlKind.MINUS,
          SqlKind.TIMES,
          SqlKind.DIVIDE,
          SqlKind.MINUS_PREFIX,
          SqlKind.PLUS_PREFIX,
          SqlKind.CAST);

  private GroupedWindows() {}

  /** Whether a call with OVER may be NULL since its argument is a key that grouping sets drop. */
  static boolean mayBeNull(SqlValidator validator, SqlValidatorScope scope, SqlNode over) {
    SqlNode function = ((SqlCall) over).operand(0);
    return scope instanceof AggregatingSelectScope
        && OF_ARGUMENT.contains(function.getKind())
        && ((SqlCall) function)
            .getOperandList().stream().anyMatch(argument -> isDropped(validator, scope, argument));
  }

  private static boolean isDropped(SqlValidator validator, SqlValidatorScope scope, SqlNode node) {
    RelDataType type = validator.deriveType(scope, node);
    return scope.nullifyType(node, type).isNullable()
        || (STRICT.contains(node.getKind())
            && ((SqlCall) node)
                .getOperandList().stream()
                    .anyMatch(operand -> isDropped(validator, scope, operand)));
  }
}
