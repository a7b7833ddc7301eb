package org.pydb.calcite.validate;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnType;

/**
 * Which casts there are. Calcite's rule knows nothing of the types that it only carries; of these,
 * and of arrays, our own casts decide.
 */
final class OpaqueCasts implements SqlTypeMappingRule {
  private final Map<SqlTypeName, ImmutableSet<SqlTypeName>> others;

  /** The rule, with that of the other types. */
  OpaqueCasts(Map<SqlTypeName, ImmutableSet<SqlTypeName>> others) {
    this.others = others;
  }

  @Override
  public Map<SqlTypeName, ImmutableSet<SqlTypeName>> getTypeMapping() {
    return others;
  }

  @Override
  public boolean canApplyFrom(SqlTypeName to, SqlTypeName from) {
    return to == SqlTypeName.OTHER
        || from == SqlTypeName.OTHER
        || (from == SqlTypeName.ARRAY && SqlTypeName.CHAR_TYPES.contains(to))
        || SqlTypeMappingRule.super.canApplyFrom(to, from);
  }

  /**
   * Checks a CAST whose operand has a type.
   *
   * @throws PlacedError 42846 if there is none between such types
   */
  static void check(SqlBasicCall cast, RelDataType from, RelDataType to) {
    SqlNode operand = cast.operand(0);
    boolean isOurs =
        List.of(from, to).stream()
            .anyMatch(
                type ->
                    type.getSqlTypeName() == SqlTypeName.OTHER || type.getComponentType() != null);
    boolean isOpen =
        SqlUtil.isNullLiteral(operand, false)
            || from.getSqlTypeName() == SqlTypeName.NULL
            || from.getSqlTypeName() == SqlTypeName.UNKNOWN;
    if (!isOurs || isOpen || SqlTypeUtil.equalSansNullability(from, to)) {
      return;
    }
    ColumnType source = ColumnTypes.toColumnOrNull(from);
    ColumnType target = ColumnTypes.toColumnOrNull(to);
    if (source == null || target == null || !Expressions.canCast(source, target)) {
      throw new PlacedError(
          cast, "42846", "cannot cast type " + TypeNames.of(from) + " to " + TypeNames.of(to));
    }
  }
}
