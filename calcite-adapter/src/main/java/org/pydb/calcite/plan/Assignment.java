package org.pydb.calcite.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.PydbFunctions;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;

/**
 * Storing a value in a column of another type. PostgreSQL does it where nothing can be lost, or
 * where the loss would be noticed: a string that is too long and a number that is too big are
 * errors when the statement runs. Everything else must be cast by whoever writes the statement.
 */
final class Assignment {

  private Assignment() {}

  /**
   * The value as one of the column's type.
   *
   * @param place where the value stands in the statement
   * @throws PlacedError 42804 if values of its type are not stored in such a column
   */
  static RexNode of(RexNode value, ColumnDefinition column, SqlNode place) {
    RexBuilder builder = PydbRexBuilder.INSTANCE;
    RelDataType target = ColumnTypes.toPlan(column.type(), true);
    if (SqlTypeUtil.isNull(value.getType())) {
      return builder.makeNullLiteral(target);
    }
    ColumnType source = ColumnTypes.toColumnOrNull(value.getType());
    if (column.type().equals(source)) {
      return value;
    }
    if (!isAllowed(value.getType(), target)) {
      throw new PlacedError(
          place,
          "42804",
          "column \""
              + column.name()
              + "\" is of type "
              + TypeNames.of(column.type())
              + " but the value is of type "
              + TypeNames.of(value.getType())
              + "; cast it");
    }
    return builder.makeCall(target, PydbFunctions.ASSIGN, List.of(value));
  }

  private static boolean isAllowed(RelDataType from, RelDataType to) {
    OpaqueType.Kind kind = OpaqueType.kind(to);
    RelDataType element = to.getComponentType();
    if (kind != null) {
      return OpaqueType.is(from, kind) || (isJson(from) && isJson(to));
    }
    if (element != null) {
      RelDataType fromElement = from.getComponentType();
      return fromElement != null && isAllowed(fromElement, element);
    }
    if (SqlTypeUtil.inCharFamily(to)) {
      return true;
    }
    if (SqlTypeUtil.isNumeric(to)) {
      return SqlTypeUtil.isNumeric(from);
    }
    boolean isMoment = isMoment(from) && isMoment(to);
    boolean isTimeOfMoment =
        to.getSqlTypeName() == SqlTypeName.TIME
            && isMoment(from)
            && from.getSqlTypeName() != SqlTypeName.DATE;
    return isMoment || isTimeOfMoment || from.getSqlTypeName() == to.getSqlTypeName();
  }

  private static boolean isJson(RelDataType type) {
    return OpaqueType.is(type, OpaqueType.Kind.JSON) || OpaqueType.is(type, OpaqueType.Kind.JSONB);
  }

  private static boolean isMoment(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }
}
