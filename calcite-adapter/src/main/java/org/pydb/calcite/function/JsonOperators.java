package org.pydb.calcite.function;

import static org.pydb.calcite.function.Signature.Slot.ARRAY;
import static org.pydb.calcite.function.Signature.Slot.INTEGER;
import static org.pydb.calcite.function.Signature.Slot.JSON;
import static org.pydb.calcite.function.Signature.Slot.JSONB;
import static org.pydb.calcite.function.Signature.Slot.TEXT;
import static org.pydb.calcite.function.Signature.Slot.TEXTS;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/** PostgreSQL's operators on JSON and on arrays. They bind as its other operators do. */
public final class JsonOperators {

  /** {@code jsonb}, NULL if an operand is. */
  static final SqlReturnTypeInference TO_JSONB = to(OpaqueType.Kind.JSONB);

  /** {@code json}, NULL if an operand is. */
  static final SqlReturnTypeInference TO_JSON = to(OpaqueType.Kind.JSON);

  private static final SqlReturnTypeInference MAYBE_TEXT =
      ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  private static final SqlReturnTypeInference MAYBE_SAME =
      ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  private static final Signature STEP =
      Signature.of(JSONB, TEXT).or(JSONB, INTEGER).or(JSON, TEXT).or(JSON, INTEGER);

  private static final Signature STEPS = Signature.of(JSONB, TEXTS).or(JSON, TEXTS);
  private static final Signature ARRAYS = Signature.of(ARRAY, ARRAY);

  /** {@code ->}: a member or element. */
  public static final SqlBinaryOperator MEMBER =
      binary("->", ScalarFunction.JSON_MEMBER, MAYBE_SAME, STEP);

  /** {@code ->>}: a member or element as text. */
  public static final SqlBinaryOperator MEMBER_TEXT =
      binary("->>", ScalarFunction.JSON_MEMBER_TEXT, MAYBE_TEXT, STEP);

  /** {@code #>}: what a path leads to. */
  public static final SqlBinaryOperator PATH =
      binary("#>", ScalarFunction.JSON_AT_PATH, MAYBE_SAME, STEPS);

  /** {@code #>>}: the same as text. */
  public static final SqlBinaryOperator PATH_TEXT =
      binary("#>>", ScalarFunction.JSON_AT_PATH_TEXT, MAYBE_TEXT, STEPS);

  /** {@code #-}: without what a path leads to. */
  public static final SqlBinaryOperator PATH_DELETION =
      binary("#-", ScalarFunction.JSONB_DELETE_PATH, TO_JSONB, Signature.of(JSONB, TEXTS));

  /** {@code @>}. */
  public static final SqlBinaryOperator CONTAINS =
      binary(
          "@>",
          ScalarFunction.CONTAINS,
          ReturnTypes.BOOLEAN_NULLABLE,
          Signature.of(JSONB, JSONB).or(ARRAYS));

  /** {@code <@}. */
  public static final SqlBinaryOperator CONTAINED =
      binary(
          "<@",
          ScalarFunction.CONTAINED,
          ReturnTypes.BOOLEAN_NULLABLE,
          Signature.of(JSONB, JSONB).or(ARRAYS));

  /** {@code &&}. */
  public static final SqlBinaryOperator OVERLAPS =
      binary("&&", ScalarFunction.ARRAY_OVERLAPS, ReturnTypes.BOOLEAN_NULLABLE, ARRAYS);

  private JsonOperators() {}

  /** Those that are known by their names alone. */
  static List<SqlOperator> all() {
    return List.of(
        MEMBER, MEMBER_TEXT, PATH, PATH_TEXT, PATH_DELETION, CONTAINS, CONTAINED, OVERLAPS);
  }

  private static SqlReturnTypeInference to(OpaqueType.Kind kind) {
    SqlReturnTypeInference type = binding -> PydbTypeFactory.INSTANCE.opaque(kind);
    return type.andThen(SqlTypeTransforms.TO_NULLABLE);
  }

  static SqlBinaryOperator binary(
      String name, ScalarFunction implementation, SqlReturnTypeInference type, Signature operands) {
    return new Operator(name, implementation, type, operands);
  }

  private static final class Operator extends SqlBinaryOperator implements ComputedOperator {
    private final ScalarFunction implementation;

    Operator(
        String name,
        ScalarFunction implementation,
        SqlReturnTypeInference type,
        Signature operands) {
      super(name, SqlKind.OTHER, ScalarOperators.PRECEDENCE, true, type, null, operands);
      this.implementation = implementation;
    }

    @Override
    public ScalarFunction implementation() {
      return implementation;
    }
  }
}
