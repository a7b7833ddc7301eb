package org.pydb.calcite.function;

import static org.pydb.calcite.function.Signature.Slot.ARRAY;
import static org.pydb.calcite.function.Signature.Slot.ELEMENT;
import static org.pydb.calcite.function.Signature.Slot.INTEGER;
import static org.pydb.calcite.function.Signature.Slot.TEXT;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.PydbTypeFactory;

/** PostgreSQL's functions on arrays, each by the function of our own that computes it. */
public final class ArrayFunctions {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private static final SqlReturnTypeInference MAYBE_INTEGER =
      ReturnTypes.INTEGER.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** Arrays of what the elements of all operands have in common. */
  private static final SqlReturnTypeInference COMMON_ARRAY = ArrayFunctions::commonArray;

  private static final SqlReturnTypeInference MAYBE_COMMON_ARRAY =
      COMMON_ARRAY.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** {@code array || element}. */
  public static final SqlOperator APPEND =
      PydbScalarFunction.of(
          "array_append", ScalarFunction.ARRAY_APPEND, COMMON_ARRAY, Signature.of(ARRAY, ELEMENT));

  /** {@code element || array}. */
  public static final SqlOperator PREPEND =
      PydbScalarFunction.of(
          "array_prepend",
          ScalarFunction.ARRAY_PREPEND,
          COMMON_ARRAY,
          Signature.of(ELEMENT, ARRAY));

  /** {@code array || array}. */
  public static final SqlOperator CAT =
      PydbScalarFunction.of(
          "array_cat", ScalarFunction.ARRAY_CAT, MAYBE_COMMON_ARRAY, Signature.of(ARRAY, ARRAY));

  /** {@code array[index]}. */
  public static final SqlOperator ITEM =
      PydbScalarFunction.of(
          "$item",
          ScalarFunction.ARRAY_ITEM,
          binding -> TYPES.nullable(element(binding.getOperandType(0))),
          Signature.of(ARRAY, INTEGER));

  /** {@code array[from:to]}. */
  public static final SqlOperator SLICE =
      PydbScalarFunction.of(
          "$slice",
          ScalarFunction.ARRAY_SLICE,
          ReturnTypes.ARG0_NULLABLE.andThen(SqlTypeTransforms.TO_NULLABLE),
          Signature.of(ARRAY, INTEGER, INTEGER));

  /** {@code x = ANY (array)}; the operator is the first operand, as text. */
  public static final SqlOperator ANY =
      PydbScalarFunction.of(
          "$any",
          ScalarFunction.COMPARE_ANY,
          ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE),
          Signature.of(TEXT, ELEMENT, ARRAY));

  /** {@code x = ALL (array)}. */
  public static final SqlOperator EACH =
      PydbScalarFunction.of(
          "$all",
          ScalarFunction.COMPARE_ALL,
          ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE),
          Signature.of(TEXT, ELEMENT, ARRAY));

  /** {@code array::text}. */
  public static final SqlOperator TEXT_OF =
      PydbScalarFunction.of(
          "$text",
          ScalarFunction.ARRAY_TEXT,
          ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE),
          Signature.of(ARRAY));

  static final SqlOperator LOWER =
      PydbScalarFunction.of(
          "array_lower", ScalarFunction.ARRAY_LOWER, MAYBE_INTEGER, Signature.of(ARRAY, INTEGER));

  static final SqlOperator UPPER =
      PydbScalarFunction.of(
          "array_upper", ScalarFunction.ARRAY_UPPER, MAYBE_INTEGER, Signature.of(ARRAY, INTEGER));

  private ArrayFunctions() {}

  static List<SqlOperator> all() {
    return List.of(
        APPEND,
        PREPEND,
        CAT,
        ITEM,
        SLICE,
        ANY,
        EACH,
        TEXT_OF,
        PydbScalarFunction.of(
            "cardinality",
            ScalarFunction.CARDINALITY,
            ReturnTypes.INTEGER_NULLABLE,
            Signature.of(ARRAY)),
        PydbScalarFunction.of(
            "array_length",
            ScalarFunction.ARRAY_LENGTH,
            MAYBE_INTEGER,
            Signature.of(ARRAY, INTEGER)),
        LOWER,
        UPPER,
        PydbScalarFunction.of(
            "array_ndims", ScalarFunction.ARRAY_NDIMS, MAYBE_INTEGER, Signature.of(ARRAY)),
        PydbScalarFunction.of(
            "array_dims",
            ScalarFunction.ARRAY_DIMS,
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            Signature.of(ARRAY)),
        PydbScalarFunction.of(
            "array_fill",
            ScalarFunction.ARRAY_FILL,
            binding -> TYPES.array(binding.getOperandType(0)),
            Signature.of(Signature.Slot.ANY, Signature.Slot.ANY_ARRAY)),
        PydbScalarFunction.of(
            "trim_array",
            ScalarFunction.TRIM_ARRAY,
            ReturnTypes.ARG0_NULLABLE,
            Signature.of(ARRAY, INTEGER)),
        PydbScalarFunction.of(
            "regexp_match",
            ScalarFunction.REGEXP_MATCH,
            binding -> TYPES.nullable(TYPES.array(TYPES.text())),
            Signature.upTo(2, TEXT, TEXT, TEXT)),
        PydbScalarFunction.of(
            "regexp_split_to_array",
            ScalarFunction.REGEXP_SPLIT_TO_ARRAY,
            binding -> TYPES.nullable(TYPES.array(TYPES.text())),
            Signature.upTo(2, TEXT, TEXT, TEXT)),
        PydbScalarFunction.of(
            "array_to_json", ScalarFunction.TO_JSON, JsonOperators.TO_JSON, Signature.of(ARRAY)),
        PydbScalarFunction.of(
            "array_remove",
            ScalarFunction.ARRAY_REMOVE,
            MAYBE_COMMON_ARRAY,
            Signature.of(ARRAY, ELEMENT)),
        PydbScalarFunction.of(
            "array_replace",
            ScalarFunction.ARRAY_REPLACE,
            MAYBE_COMMON_ARRAY,
            Signature.of(ARRAY, ELEMENT, ELEMENT)),
        PydbScalarFunction.of(
            "array_position",
            ScalarFunction.ARRAY_POSITION,
            MAYBE_INTEGER,
            Signature.upTo(2, ARRAY, ELEMENT, INTEGER)),
        PydbScalarFunction.of(
            "array_positions",
            ScalarFunction.ARRAY_POSITIONS,
            binding -> TYPES.nullable(TYPES.array(TYPES.createSqlType(SqlTypeName.INTEGER))),
            Signature.of(ARRAY, ELEMENT)),
        PydbScalarFunction.of(
            "array_to_string",
            ScalarFunction.ARRAY_TO_STRING,
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            Signature.upTo(2, ARRAY, TEXT, TEXT)),
        PydbScalarFunction.of(
            "string_to_array",
            ScalarFunction.STRING_TO_ARRAY,
            binding -> TYPES.nullable(TYPES.array(TYPES.text())),
            Signature.upTo(2, TEXT, TEXT, TEXT)));
  }

  private static RelDataType commonArray(SqlOperatorBinding binding) {
    List<RelDataType> elements = new ArrayList<>();
    for (RelDataType type : binding.collectOperandTypes()) {
      elements.add(type.getComponentType() == null ? type : element(type));
    }
    RelDataType common = TYPES.leastRestrictive(elements);
    return TYPES.array(common == null ? elements.get(0) : common);
  }

  private static RelDataType element(RelDataType array) {
    RelDataType element = array.getComponentType();
    return element == null ? TYPES.text() : element;
  }
}
