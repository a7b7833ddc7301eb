package org.pydb.calcite.function;

import static org.pydb.calcite.function.JsonOperators.TO_JSON;
import static org.pydb.calcite.function.Signature.Slot.ANY;
import static org.pydb.calcite.function.Signature.Slot.JSON;
import static org.pydb.calcite.function.Signature.Slot.JSONB;
import static org.pydb.calcite.function.Signature.Slot.TEXT;
import static org.pydb.calcite.function.Signature.Slot.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * SQL's constructors of JSON, as the parser writes them. Names that begin with a dollar are none
 * that anyone writes.
 */
public final class JsonConstructors {

  /** {@code JSON(text)}: whether keys must be unique ({@code u}), and the text. */
  public static final SqlOperator PARSE =
      PydbScalarFunction.of(
          "$json",
          ScalarFunction.SQL_JSON_PARSE,
          binding -> likeOperand(binding.getOperandType(1), OpaqueType.Kind.JSON),
          Signature.of(TEXT, TEXT).or(TEXT, JSON).or(TEXT, JSONB).or(TEXT, ANY));

  /** {@code JSON_SERIALIZE(json)}. */
  public static final SqlOperator SERIALIZE =
      PydbScalarFunction.of(
          "$json_serialize",
          ScalarFunction.SQL_JSON_SERIALIZE,
          JsonFunctions.TO_TEXT,
          Signature.of(TEXT).or(JSON).or(JSONB).or(ANY));

  /** What JSON is as the type of the second operand: its text, and never cut. */
  private static final SqlOperator RETURNING =
      PydbScalarFunction.of(
          "$json_returning",
          ScalarFunction.SQL_JSON_RETURNING,
          binding -> {
            RelDataTypeFactory types = binding.getTypeFactory();
            return types.createTypeWithNullability(
                binding.getOperandType(1), binding.getOperandType(0).isNullable());
          },
          Signature.of(JSON, ANY).or(JSONB, ANY).or(TEXT, ANY));

  /** {@code json_object(texts)}, a name that is otherwise taken. */
  public static final SqlOperator OBJECT_OF_TEXTS =
      PydbScalarFunction.of(
          "$json_object_of_texts",
          ScalarFunction.JSON_OBJECT_OF_TEXTS,
          TO_JSON,
          Signature.upTo(1, TEXTS, TEXTS));

  private static final SqlOperator OBJECT =
      constructor("$json_object", ScalarFunction.SQL_JSON_OBJECT, OpaqueType.Kind.JSON);
  private static final SqlOperator OBJECT_B =
      constructor("$jsonb_object", ScalarFunction.SQL_JSONB_OBJECT, OpaqueType.Kind.JSONB);
  private static final SqlOperator ARRAY =
      constructor("$json_array", ScalarFunction.SQL_JSON_ARRAY, OpaqueType.Kind.JSON);
  private static final SqlOperator ARRAY_B =
      constructor("$jsonb_array", ScalarFunction.SQL_JSONB_ARRAY, OpaqueType.Kind.JSONB);

  /** Those that become one of the others when the types of their operands are known. */
  private static final SqlOperator OBJECT_BY_TYPE =
      constructor("$any_json_object", ScalarFunction.SQL_JSON_OBJECT, OpaqueType.Kind.JSON);

  private static final SqlOperator ARRAY_BY_TYPE =
      constructor("$any_json_array", ScalarFunction.SQL_JSON_ARRAY, OpaqueType.Kind.JSON);

  /** What a column of a call is called: none of these has the name that is written. */
  private static final Map<SqlOperator, String> LABELS =
      Map.ofEntries(
          Map.entry(PARSE, "json"),
          Map.entry(SERIALIZE, "json_serialize"),
          Map.entry(OBJECT_OF_TEXTS, "json_object"),
          Map.entry(OBJECT, "json_object"),
          Map.entry(OBJECT_B, "json_object"),
          Map.entry(OBJECT_BY_TYPE, "json_object"),
          Map.entry(ARRAY, "json_array"),
          Map.entry(ARRAY_B, "json_array"),
          Map.entry(ARRAY_BY_TYPE, "json_array"));

  private JsonConstructors() {}

  static List<SqlOperator> all() {
    List<SqlOperator> all = new ArrayList<>(LABELS.keySet());
    all.add(RETURNING);
    return all;
  }

  /**
   * What makes an object or an array. Its first operand says by letters whether values that are
   * NULL are left out ({@code a}), and whether keys must be unique ({@code u}).
   */
  public static SqlOperator of(boolean isObject, boolean isJsonb) {
    return isObject ? isJsonb ? OBJECT_B : OBJECT : isJsonb ? ARRAY_B : ARRAY;
  }

  /** The same that gives {@code jsonb} if one of its operands is that. */
  public static SqlOperator byType(boolean isObject) {
    return isObject ? OBJECT_BY_TYPE : ARRAY_BY_TYPE;
  }

  /** Whether an operator is such a one. */
  public static boolean isByType(SqlOperator operator) {
    return operator.equals(OBJECT_BY_TYPE) || operator.equals(ARRAY_BY_TYPE);
  }

  /** What such an operator is when the types are known. */
  public static SqlOperator typed(SqlOperator operator, boolean isJsonb) {
    return of(operator.equals(OBJECT_BY_TYPE), isJsonb);
  }

  /** A call of what gives JSON, or its text, as another type. */
  public static SqlNode returning(SqlNode json, SqlDataTypeSpec type) {
    SqlParserPos place = json.getParserPosition();
    SqlNode example =
        SqlStdOperatorTable.CAST.createCall(place, SqlLiteral.createNull(place), type);
    return RETURNING.createCall(place, json, example);
  }

  /** Whether a call gives what another one makes as a type. */
  public static boolean isReturning(SqlCall call) {
    return call.getOperator().equals(RETURNING);
  }

  /** What a column of a call is called; null if it is of another function. */
  public static @Nullable String label(SqlOperator operator) {
    return LABELS.get(operator);
  }

  private static SqlOperator constructor(
      String name, ScalarFunction function, OpaqueType.Kind kind) {
    SqlReturnTypeInference type = binding -> PydbTypeFactory.INSTANCE.opaque(kind);
    return PydbScalarFunction.of(name, function, type, Signature.variadic(TEXT, ANY));
  }

  private static RelDataType likeOperand(RelDataType operand, OpaqueType.Kind kind) {
    PydbTypeFactory types = PydbTypeFactory.INSTANCE;
    return types.createTypeWithNullability(types.opaque(kind), operand.isNullable());
  }
}
