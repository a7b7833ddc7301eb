package org.pydb.calcite.function;

import static org.pydb.calcite.function.JsonOperators.TO_JSON;
import static org.pydb.calcite.function.JsonOperators.TO_JSONB;
import static org.pydb.calcite.function.Signature.Slot.ANY;
import static org.pydb.calcite.function.Signature.Slot.BOOLEAN;
import static org.pydb.calcite.function.Signature.Slot.INTEGER;
import static org.pydb.calcite.function.Signature.Slot.JSON;
import static org.pydb.calcite.function.Signature.Slot.JSONB;
import static org.pydb.calcite.function.Signature.Slot.TEXT;
import static org.pydb.calcite.function.Signature.Slot.TEXTS;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/** PostgreSQL's functions on JSON, each by the function of our own that computes it. */
public final class JsonFunctions {
  static final SqlReturnTypeInference TO_TEXT =
      ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final SqlReturnTypeInference MAYBE_TEXT =
      ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  private static final SqlReturnTypeInference BUILDS_JSON =
      binding -> PydbTypeFactory.INSTANCE.opaque(OpaqueType.Kind.JSON);

  private static final SqlReturnTypeInference BUILDS_JSONB =
      binding -> PydbTypeFactory.INSTANCE.opaque(OpaqueType.Kind.JSONB);

  /** {@code to_json}. */
  public static final SqlOperator TO_JSON_FUNCTION =
      PydbScalarFunction.of("to_json", ScalarFunction.TO_JSON, TO_JSON, Signature.of(ANY));

  /** {@code to_jsonb}. */
  public static final SqlOperator TO_JSONB_FUNCTION =
      PydbScalarFunction.of("to_jsonb", ScalarFunction.TO_JSONB, TO_JSONB, Signature.of(ANY));

  /**
   * The object of a row: of whether there is one, by NULL or not, and of names and values. Its name
   * is none that anyone writes.
   */
  public static final SqlOperator ROW_TO_JSON =
      PydbScalarFunction.of(
          "$row_to_json",
          ScalarFunction.ROW_TO_JSON,
          binding -> {
            PydbTypeFactory types = PydbTypeFactory.INSTANCE;
            return types.createTypeWithNullability(
                types.opaque(OpaqueType.Kind.JSON), binding.getOperandType(0).isNullable());
          },
          Signature.variadic(ANY));

  /**
   * The objects of {@code json_to_record} and its kin, which the second operand names, as an array.
   */
  public static final SqlOperator RECORDS =
      PydbScalarFunction.of(
          "objects_of_json",
          ScalarFunction.JSON_RECORDS,
          ReturnTypes.ARG0_FORCE_NULLABLE,
          Signature.of(JSON, TEXT).or(JSONB, TEXT));

  /** {@code x is json array}, with the kind as text. Its name is none that anyone writes. */
  public static final SqlOperator IS_JSON =
      PydbScalarFunction.of(
          "$is_json",
          ScalarFunction.IS_JSON,
          ReturnTypes.BOOLEAN_NULLABLE,
          Signature.of(TEXT, TEXT).or(JSON, TEXT).or(JSONB, TEXT));

  /** {@code ||} of {@code jsonb}. */
  public static final SqlOperator CONCAT =
      PydbScalarFunction.of(
          "jsonb_concat", ScalarFunction.JSONB_CONCAT, TO_JSONB, Signature.of(JSONB, JSONB));

  /** {@code -} of {@code jsonb}: without a member, an element, or several members. */
  public static final SqlOperator WITHOUT =
      PydbScalarFunction.of(
          "jsonb_delete",
          ScalarFunction.JSONB_DELETE,
          TO_JSONB,
          Signature.of(JSONB, TEXT).or(JSONB, INTEGER).or(JSONB, TEXTS));

  /** {@code JSON_EXISTS}, as the parser writes it. */
  public static final SqlOperator SQL_EXISTS = sqlJson("json_exists");

  /** {@code JSON_VALUE}, as the parser writes it. */
  public static final SqlOperator SQL_VALUE = sqlJson("json_value");

  /** {@code JSON_QUERY}, as the parser writes it. */
  public static final SqlOperator SQL_QUERY = sqlJson("json_query");

  private final List<SqlOperator> all = new ArrayList<>();

  private JsonFunctions() {}

  static List<SqlOperator> all() {
    JsonFunctions functions = new JsonFunctions();
    functions.addBuilders();
    functions.addReaders();
    functions.addChanges();
    functions.addPaths();
    return functions.all;
  }

  private void addBuilders() {
    all.add(TO_JSON_FUNCTION);
    all.add(TO_JSONB_FUNCTION);
    all.add(ROW_TO_JSON);
    Signature any = Signature.variadic(ANY);
    add("json_scalar", ScalarFunction.TO_JSON, TO_JSON, Signature.of(ANY));
    add("json_build_array", ScalarFunction.JSON_BUILD_ARRAY, BUILDS_JSON, any);
    add("jsonb_build_array", ScalarFunction.JSONB_BUILD_ARRAY, BUILDS_JSONB, any);
    add("json_build_object", ScalarFunction.JSON_BUILD_OBJECT, BUILDS_JSON, any);
    add(
        "jsonb_object",
        ScalarFunction.JSONB_OBJECT_OF_TEXTS,
        TO_JSONB,
        Signature.upTo(1, TEXTS, TEXTS));
    add("jsonb_build_object", ScalarFunction.JSONB_BUILD_OBJECT, BUILDS_JSONB, any);
  }

  private void addReaders() {
    all.add(IS_JSON);
    all.add(RECORDS);
    for (String prefix : List.of("json", "jsonb")) {
      Signature.Slot slot = prefix.equals("json") ? JSON : JSONB;
      SqlReturnTypeInference same = ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);
      add(prefix + "_typeof", ScalarFunction.JSON_TYPEOF, TO_TEXT, Signature.of(slot));
      add(
          prefix + "_array_length",
          ScalarFunction.JSON_ARRAY_LENGTH,
          ReturnTypes.INTEGER_NULLABLE,
          Signature.of(slot));
      Signature path = Signature.variadic(slot, TEXT);
      add(prefix + "_extract_path", ScalarFunction.JSON_EXTRACT_PATH, same, path);
      add(prefix + "_extract_path_text", ScalarFunction.JSON_EXTRACT_PATH_TEXT, MAYBE_TEXT, path);
      add(
          prefix + "_strip_nulls",
          ScalarFunction.JSON_STRIP_NULLS,
          ReturnTypes.ARG0,
          Signature.of(slot));
    }
    SqlReturnTypeInference truth = ReturnTypes.BOOLEAN_NULLABLE;
    add("jsonb_exists", ScalarFunction.JSONB_EXISTS, truth, Signature.of(JSONB, TEXT));
    add("jsonb_exists_any", ScalarFunction.JSONB_EXISTS_ANY, truth, Signature.of(JSONB, TEXTS));
    add("jsonb_exists_all", ScalarFunction.JSONB_EXISTS_ALL, truth, Signature.of(JSONB, TEXTS));
    add("jsonb_contains", ScalarFunction.CONTAINS, truth, Signature.of(JSONB, JSONB));
    add("jsonb_contained", ScalarFunction.CONTAINED, truth, Signature.of(JSONB, JSONB));
    add("jsonb_pretty", ScalarFunction.JSONB_PRETTY, TO_TEXT, Signature.of(JSONB));
  }

  private static SqlOperator sqlJson(String name) {
    return PydbScalarFunction.of(
        name,
        ScalarFunction.SQL_JSON,
        binding -> PydbTypeFactory.INSTANCE.nullable(binding.getOperandType(4)),
        Signature.of(JSONB, TEXT, JSONB, TEXT, ANY, ANY, ANY));
  }

  private void addPaths() {
    all.add(SQL_EXISTS);
    all.add(SQL_VALUE);
    all.add(SQL_QUERY);
    Signature operands = Signature.upTo(2, JSONB, TEXT, JSONB, BOOLEAN);
    SqlReturnTypeInference truth = ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    SqlReturnTypeInference json = BUILDS_JSONB.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    add("jsonb_path_exists", ScalarFunction.JSONB_PATH_EXISTS, truth, operands);
    add("jsonb_path_match", ScalarFunction.JSONB_PATH_MATCH, truth, operands);
    add("jsonb_path_query_array", ScalarFunction.JSONB_PATH_QUERY_ARRAY, json, operands);
    add("jsonb_path_query_first", ScalarFunction.JSONB_PATH_QUERY_FIRST, json, operands);
  }

  private void addChanges() {
    Signature change = Signature.upTo(3, JSONB, TEXTS, JSONB, BOOLEAN);
    add("jsonb_set", ScalarFunction.JSONB_SET, TO_JSONB, change);
    add("jsonb_insert", ScalarFunction.JSONB_INSERT, TO_JSONB, change);
    all.add(CONCAT);
    all.add(WITHOUT);
    add(
        "jsonb_delete_path",
        ScalarFunction.JSONB_DELETE_PATH,
        TO_JSONB,
        Signature.of(JSONB, TEXTS));
  }

  private void add(
      String name, ScalarFunction function, SqlReturnTypeInference type, Signature operands) {
    all.add(PydbScalarFunction.of(name, function, type, operands));
  }
}
