package org.pydb.calcite.validate;

import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.JsonConstructors;
import org.pydb.calcite.parser.ArrayTypeSpec;
import org.pydb.calcite.parser.JsonArrayQuery;
import org.pydb.calcite.parser.JsonConstructor;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnType;

/**
 * What a column of a result is called when its query gives it no name: what PostgreSQL would call
 * it. A column keeps its name, a function call is called as the function, a cast as its operand or
 * else its type, and the rest {@code ?column?}.
 */
public final class ColumnLabels {
  private static final String NO_NAME = "?column?";

  private ColumnLabels() {}

  /** The label of an expression in a select list. */
  public static String of(SqlNode item) {
    String label = label(item);
    return label == null ? NO_NAME : label;
  }

  /** The label of an item that a star stands for: the column's name, whatever it was renamed to. */
  static String ofStar(SqlNode item) {
    SqlNode column = SqlUtil.stripAs(item);
    return of(column instanceof SqlIdentifier ? column : item);
  }

  private static @Nullable String label(SqlNode node) {
    if (node instanceof SqlIdentifier identifier) {
      return identifier.isStar() ? null : identifier.names.get(identifier.names.size() - 1);
    }
    if (node instanceof SqlCase) {
      return "case";
    }
    return node instanceof SqlCall call ? callLabel(call) : null;
  }

  private static @Nullable String callLabel(SqlCall call) {
    return switch (call.getKind()) {
      case AS -> call.operand(1).toString();
      case CAST -> castLabel(call);
      case OVER, FILTER, WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS -> label(call.operand(0));
      case SCALAR_QUERY -> queryLabel(call.operand(0));
      case SELECT, ORDER_BY, UNION, INTERSECT, EXCEPT, WITH -> queryLabel(call);
      case EXISTS -> "exists";
      case ROW -> "row";
      case ARRAY_VALUE_CONSTRUCTOR -> "array";
      case ARRAY_QUERY_CONSTRUCTOR ->
          call.getOperator() instanceof JsonArrayQuery ? "json_array" : "array";
      case TRIM -> "btrim";
      case CEIL -> "ceil";
      default -> functionLabel(call);
    };
  }

  private static @Nullable String functionLabel(SqlCall call) {
    if (JsonConstructors.isReturning(call)) {
      return label(call.operand(0));
    }
    if (call.getOperator() instanceof JsonConstructor.Aggregate aggregate) {
      return aggregate.label();
    }
    String ofJson = JsonConstructors.label(call.getOperator());
    if (ofJson != null) {
      return ofJson;
    }
    String name = call.getOperator().getName();
    boolean isFunction =
        call.getOperator() instanceof SqlFunction
            && !name.isEmpty()
            && Character.isLetter(name.charAt(0));
    return isFunction ? name.toLowerCase(Locale.ROOT) : null;
  }

  private static @Nullable String castLabel(SqlCall call) {
    boolean isCast = call.operand(0).getKind() == SqlKind.CAST;
    String inner = isCast ? nameBelowCasts(call.operand(0)) : label(call.operand(0));
    if (inner != null) {
      return inner;
    }
    return call.operand(1) instanceof SqlDataTypeSpec type
        ? typeLabel(type.getTypeNameSpec())
        : null;
  }

  /** The name of what is cast once and again; null if it has none. */
  private static @Nullable String nameBelowCasts(SqlNode node) {
    SqlNode inner = node;
    while (inner.getKind() == SqlKind.CAST) {
      inner = ((SqlCall) inner).operand(0);
    }
    return label(inner);
  }

  /** Arrays are called as their elements are. */
  private static @Nullable String typeLabel(SqlTypeNameSpec type) {
    if (type instanceof ArrayTypeSpec array) {
      return typeLabel(array.element());
    }
    String name = Util.last(type.getTypeName().names).toUpperCase(Locale.ROOT);
    for (SqlTypeName known : SqlTypeName.values()) {
      if (known.name().equals(name) || known.getName().equals(name)) {
        ColumnType column =
            ColumnTypes.toColumnOrNull(PydbTypeFactory.INSTANCE.createSqlType(known));
        return column == null ? null : TypeNames.catalogName(column);
      }
    }
    return name.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String queryLabel(SqlNode query) {
    switch (query.getKind()) {
      case ORDER_BY, UNION, INTERSECT, EXCEPT -> {
        return queryLabel(((SqlCall) query).operand(0));
      }
      case WITH -> {
        return queryLabel(((SqlCall) query).operand(1));
      }
      default -> {}
    }
    return query instanceof SqlSelect select && select.getSelectList().size() == 1
        ? label(select.getSelectList().get(0))
        : null;
  }
}
