package org.pydb.calcite.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.pydb.calcite.exec.expression.ScalarFunction;

/**
 * PostgreSQL's operators that standard SQL lacks. All but {@code ^} bind alike: more loosely than
 * {@code +} and {@code -}, more tightly than {@code LIKE} and comparisons.
 */
public final class ScalarOperators {

  /** How tightly an operator binds about which PostgreSQL says nothing special. */
  public static final int PRECEDENCE = 36;

  /** {@code ~ 5 & 3} is {@code (~ 5) & 3}, and {@code @ 1 - 2} is {@code @ (1 - 2)}. */
  private static final int PREFIX_PRECEDENCE = PRECEDENCE + 2;

  /** Between the product and the sign. */
  private static final int POWER_PRECEDENCE = 70;

  private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily INT = SqlTypeFamily.INTEGER;
  private static final SqlTypeFamily NUMBER = SqlTypeFamily.NUMERIC;

  /** {@code ~}. */
  public static final SqlBinaryOperator MATCH =
      binary("~", ScalarFunction.REGEX_MATCH, ReturnTypes.BOOLEAN_NULLABLE, family(TEXT, TEXT));

  /** {@code ~*}. */
  public static final SqlBinaryOperator MATCH_ANY_CASE =
      binary(
          "~*",
          ScalarFunction.REGEX_MATCH_ANY_CASE,
          ReturnTypes.BOOLEAN_NULLABLE,
          family(TEXT, TEXT));

  /** {@code ^@}. */
  public static final SqlBinaryOperator STARTS_WITH =
      binary("^@", ScalarFunction.STARTS_WITH, ReturnTypes.BOOLEAN_NULLABLE, family(TEXT, TEXT));

  /** {@code ^}. */
  public static final SqlBinaryOperator POWER =
      new Binary(
          "^",
          POWER_PRECEDENCE,
          ScalarFunction.POWER,
          ScalarFunctions.POWER_TYPE,
          family(NUMBER, NUMBER));

  /** {@code &}. */
  public static final SqlBinaryOperator BIT_AND =
      binary("&", ScalarFunction.BIT_AND, ScalarFunctions.COMMON, family(INT, INT));

  /** {@code |}. */
  public static final SqlBinaryOperator BIT_OR =
      binary("|", ScalarFunction.BIT_OR, ScalarFunctions.COMMON, family(INT, INT));

  /** {@code #}. */
  public static final SqlBinaryOperator BIT_XOR =
      binary("#", ScalarFunction.BIT_XOR, ScalarFunctions.COMMON, family(INT, INT));

  /** {@code <<}. */
  public static final SqlBinaryOperator SHIFT_LEFT =
      binary("<<", ScalarFunction.SHIFT_LEFT, ReturnTypes.ARG0_NULLABLE, family(INT, INT));

  /** {@code >>}. */
  public static final SqlBinaryOperator SHIFT_RIGHT =
      binary(">>", ScalarFunction.SHIFT_RIGHT, ReturnTypes.ARG0_NULLABLE, family(INT, INT));

  /** What nobody writes: {@link ScalarFunction#ONLY_VALUE}. */
  public static final SqlOperator ONLY_VALUE =
      PydbScalarFunction.of(
          "only_value", ScalarFunction.ONLY_VALUE, ReturnTypes.ARG0, OperandTypes.VARIADIC);

  /** {@code ~} before its operand. */
  public static final SqlPrefixOperator BIT_NOT =
      new Prefix("~", ScalarFunction.BIT_NOT, ReturnTypes.ARG0_NULLABLE, family(INT));

  /** {@code |/}. */
  public static final SqlPrefixOperator SQUARE_ROOT =
      new Prefix("|/", ScalarFunction.SQRT, ReturnTypes.DOUBLE_NULLABLE, family(NUMBER));

  /** {@code ||/}. */
  public static final SqlPrefixOperator CUBE_ROOT =
      new Prefix("||/", ScalarFunction.CBRT, ReturnTypes.DOUBLE_NULLABLE, family(NUMBER));

  /** {@code @}. */
  public static final SqlPrefixOperator ABSOLUTE =
      new Prefix("@", ScalarFunction.ABS, ReturnTypes.ARG0_NULLABLE, family(NUMBER));

  private ScalarOperators() {}

  /** All of them. */
  static List<SqlOperator> all() {
    return List.of(
        MATCH,
        MATCH_ANY_CASE,
        STARTS_WITH,
        POWER,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        SHIFT_LEFT,
        SHIFT_RIGHT,
        BIT_NOT,
        SQUARE_ROOT,
        CUBE_ROOT,
        ABSOLUTE);
  }

  private static SqlBinaryOperator binary(
      String name,
      ScalarFunction implementation,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands) {
    return new Binary(name, PRECEDENCE, implementation, type, operands);
  }

  private static final class Binary extends SqlBinaryOperator implements ComputedOperator {
    private final ScalarFunction implementation;

    Binary(
        String name,
        int precedence,
        ScalarFunction implementation,
        SqlReturnTypeInference type,
        SqlOperandTypeChecker operands) {
      super(name, SqlKind.OTHER, precedence, true, type, null, operands);
      this.implementation = implementation;
    }

    @Override
    public ScalarFunction implementation() {
      return implementation;
    }
  }

  private static final class Prefix extends SqlPrefixOperator implements ComputedOperator {
    private final ScalarFunction implementation;

    Prefix(
        String name,
        ScalarFunction implementation,
        SqlReturnTypeInference type,
        SqlOperandTypeChecker operands) {
      super(name, SqlKind.OTHER, PREFIX_PRECEDENCE, type, null, operands);
      this.implementation = implementation;
    }

    @Override
    public ScalarFunction implementation() {
      return implementation;
    }
  }
}
