package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code json_to_record}, {@code json_to_recordset} or their kin of {@code jsonb} in FROM, with the
 * columns that are wanted, as it is being parsed. It becomes a query over the objects:
 *
 * <pre>
 *   json_to_recordset(j) AS x (a int, b json)
 *
 *   (SELECT CAST(json_extract_path_text(r.item, 'a') AS int) AS a, … AS b
 *    FROM json_array_elements(objects of j) AS r (item)) AS x
 * </pre>
 *
 * Values are read as the text of their type; an object or array as text is its JSON.
 */
public final class JsonRecords {
  private static final Set<String> NAMES =
      Set.of("json_to_record", "json_to_recordset", "jsonb_to_record", "jsonb_to_recordset");

  private static final String ALIAS = "r";
  private static final String ITEM = "item";

  private final SqlNode value;
  private final String function;
  private final List<SqlNode> items = new ArrayList<>();

  /** Of a value, by a function of such a name. */
  public JsonRecords(SqlNode value, SqlIdentifier name) {
    this.value = value;
    this.function = name.getSimple().toLowerCase(Locale.ROOT);
  }

  /** Whether a word names such a function. */
  public static boolean isNamed(String word) {
    return NAMES.contains(word.toLowerCase(Locale.ROOT));
  }

  /** A column that is wanted. */
  public void column(SqlIdentifier name, SqlDataTypeSpec type) {
    SqlParserPos place = name.getParserPosition();
    refuse(type);
    SqlNode text = part("_extract_path_text", name, type);
    SqlNode typed = JsonCall.cast(text, type, place);
    if (isJson(type)) {
      SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(place, text);
      typed =
          new SqlCase(
              place,
              null,
              SqlNodeList.of(isNull),
              SqlNodeList.of(SqlLiteral.createNull(place)),
              JsonCall.cast(part("_extract_path", name, type), type, place));
    }
    items.add(SqlStdOperatorTable.AS.createCall(place, typed, name));
  }

  /** CAST would cut long texts off, and reads no arrays of JSON. */
  private void refuse(SqlDataTypeSpec type) {
    boolean hasLength =
        type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
            && basic.getPrecision() >= 0
            && isText(basic);
    if (hasLength || type.getTypeNameSpec() instanceof ArrayTypeSpec) {
      throw new PlacedError(
          type,
          "0A000",
          "columns of "
              + function
              + (hasLength ? " take no length: write text" : " are no arrays yet: write jsonb"));
    }
  }

  private static boolean isText(SqlBasicTypeNameSpec type) {
    SqlTypeName name = SqlTypeName.get(type.getTypeName().getSimple());
    return name != null && name.getFamily() == SqlTypeFamily.CHARACTER;
  }

  private static boolean isJson(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
        && spec.kind() != OpaqueType.Kind.INTERVAL;
  }

  /** Names in views are known by their places: the object's is where the type stands. */
  private SqlNode part(String suffix, SqlIdentifier name, SqlDataTypeSpec type) {
    SqlParserPos place = name.getParserPosition();
    return new NamedFunction(kind() + suffix, place)
        .createCall(
            place,
            new SqlIdentifier(List.of(ALIAS, ITEM), type.getParserPosition()),
            SqlLiteral.createCharString(name.getSimple(), place));
  }

  private String kind() {
    return function.substring(0, function.indexOf('_'));
  }

  /**
   * The rows by their alias.
   *
   * @param alias null if there is none
   */
  public SqlNode toRows(@Nullable SqlIdentifier alias, SqlParserPos place) {
    OpaqueType.Kind kind = kind().equals("json") ? OpaqueType.Kind.JSON : OpaqueType.Kind.JSONB;
    SqlDataTypeSpec json = new SqlDataTypeSpec(new OpaqueTypeSpec(kind, place), place);
    SqlNode typed = JsonCall.cast(value, json, value.getParserPosition());
    SqlNode objects =
        JsonFunctions.RECORDS.createCall(
            place, typed, SqlLiteral.createCharString(function, place));
    SqlNode call = new NamedFunction(kind() + "_array_elements", place).createCall(place, objects);
    SqlNode table = SqlStdOperatorTable.COLLECTION_TABLE.createCall(place, call);
    SqlNode from =
        SqlStdOperatorTable.AS.createCall(
            place,
            SqlStdOperatorTable.LATERAL.createCall(place, table),
            new SqlIdentifier(ALIAS, place),
            new SqlIdentifier(ITEM, place));
    SqlNode query = PlainSelect.of(place, items, from, null);
    return SqlStdOperatorTable.AS.createCall(
        place,
        SqlStdOperatorTable.LATERAL.createCall(place, query),
        alias == null ? new SqlIdentifier(function, place) : alias);
  }
}
