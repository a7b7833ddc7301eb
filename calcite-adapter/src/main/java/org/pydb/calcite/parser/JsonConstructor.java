package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.JsonConstructors;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code JSON_OBJECT}, {@code JSON_ARRAY} or one of their aggregates as it is being parsed. It
 * becomes a call of one of ours, or of PostgreSQL's aggregates:
 *
 * <pre>
 *   JSON_OBJECT('a' : 1 ABSENT ON NULL)      →  "$any_json_object"('ad', 'a', 1)
 *   JSON_ARRAY(1, 2 RETURNING jsonb)         →  "$jsonb_array"('ad', 1, 2)
 *   JSON_OBJECTAGG(k : v RETURNING jsonb)    →  jsonb_object_agg(k, v)
 *   JSON_ARRAYAGG(x)                         →  "$any_json_agg_strict"(x)
 *   JSON_ARRAY(query)                        →  the same of its rows
 *   JSON_ARRAY(1 RETURNING text)             →  "$json_returning"(…, CAST(NULL AS text))
 * </pre>
 *
 * <p>Without RETURNING the type is found when those of the operands are known.
 */
public final class JsonConstructor {

  /** An aggregate that PostgreSQL calls otherwise, so a column of it has another name. */
  public static final class Aggregate extends NamedFunction {
    private final String label;

    private Aggregate(String name, String label, SqlParserPos place) {
      super(name, place);
      this.label = label;
    }

    /** What a column of it is called. */
    public String label() {
      return label;
    }
  }

  private final boolean isObject;
  private final List<SqlNode> values = new ArrayList<>();
  private boolean leavesOutNulls;
  private boolean isUnique;
  private @Nullable SqlDataTypeSpec returning;

  /** A call of which nothing is known yet; arrays leave out NULLs unless it is said. */
  public JsonConstructor(boolean isObject) {
    this.isObject = isObject;
    leavesOutNulls = !isObject;
  }

  /** A key or a value. */
  public void add(SqlNode value) {
    values.add(value);
  }

  /** A value that may be a text of JSON. */
  public void add(SqlNode value, boolean isJson) {
    values.add(isJson ? parsed(value) : value);
  }

  private static SqlNode parsed(SqlNode text) {
    SqlParserPos place = text.getParserPosition();
    return JsonCall.cast(text, json(place), place);
  }

  private static SqlDataTypeSpec json(SqlParserPos place) {
    return new SqlDataTypeSpec(new OpaqueTypeSpec(OpaqueType.Kind.JSON, place), place);
  }

  /** Whether values that are NULL are left out. */
  public void leaveOutNulls(boolean leavesThemOut) {
    leavesOutNulls = leavesThemOut;
  }

  /** No key may come twice. */
  public void unique() {
    isUnique = true;
  }

  /** The type that it gives. */
  public void returning(SqlDataTypeSpec type) {
    returning = type;
  }

  /** The call of the constructor of the values. */
  public SqlNode toCall(SqlParserPos place) {
    List<SqlNode> operands = new ArrayList<>();
    String letters = (leavesOutNulls ? "a" : "n") + (isUnique ? "u" : "d");
    operands.add(SqlLiteral.createCharString(letters, place));
    operands.addAll(values);
    SqlOperator operator =
        returning == null
            ? JsonConstructors.byType(isObject)
            : JsonConstructors.of(isObject, isJsonb());
    return returned(operator.createCall(place, operands));
  }

  /** The call of PostgreSQL's function of the same name that takes arrays of texts. */
  public SqlNode toCallOfTexts(SqlParserPos place) {
    return JsonConstructors.OBJECT_OF_TEXTS.createCall(place, values);
  }

  /** The call of the aggregate. */
  public SqlNode toAggregate(SqlParserPos place) {
    return aggregate(place).createCall(place, values);
  }

  private SqlOperator aggregate(SqlParserPos place) {
    String name =
        (returning == null ? "$any_json" : isJsonb() ? "jsonb" : "json")
            + (isObject ? "_object_agg" : "_agg")
            + (isUnique ? "_unique" : "")
            + (leavesOutNulls ? "_strict" : "");
    return new Aggregate(name, isObject ? "json_objectagg" : "json_arrayagg", place);
  }

  /** The array of the rows of a query. */
  public SqlNode ofRows(SqlNode query, SqlParserPos place) {
    return returned(new JsonArrayQuery(aggregate(place)).createCall(place, query));
  }

  /** What a call gives as the type that is wanted. */
  public SqlNode returned(SqlNode call) {
    return returning == null || isJson(returning)
        ? call
        : JsonConstructors.returning(call, returning);
  }

  private boolean isJsonb() {
    return returning != null
        && returning.getTypeNameSpec() instanceof OpaqueTypeSpec type
        && type.kind() == OpaqueType.Kind.JSONB;
  }

  private static boolean isJson(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
        && spec.kind() != OpaqueType.Kind.INTERVAL;
  }

  /** {@code JSON(text)}. */
  public static SqlNode json(SqlNode text, boolean isUnique, SqlParserPos place) {
    return JsonConstructors.PARSE.createCall(
        place, SqlLiteral.createCharString(isUnique ? "u" : "d", place), text);
  }

  /** {@code JSON_SERIALIZE(json)}. */
  public static SqlNode serialize(
      SqlNode json, @Nullable SqlDataTypeSpec type, SqlParserPos place) {
    SqlNode text = JsonConstructors.SERIALIZE.createCall(place, json);
    return type == null ? text : JsonConstructors.returning(text, type);
  }
}
