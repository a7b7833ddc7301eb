package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.parser.generated.Token;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code JSON_EXISTS}, {@code JSON_VALUE} or {@code JSON_QUERY} as it is being parsed. It becomes a
 * call of one operator of ours, whose operands are the value, the path, the variables as a {@code
 * jsonb}, letters that say what it does, a NULL of the type that it gives, and what to give where
 * nothing is found or an error is.
 */
public final class JsonCall {

  /** The word for rows of JSON in FROM. */
  public static final String TABLE = "json_table";

  /** Which function it is. */
  public enum Kind {
    EXISTS('x'),
    VALUE('v'),
    QUERY('q'),
    /** The rows of JSON_TABLE. */
    TABLE('t');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  private Kind kind;
  private @Nullable SqlNode context;
  private @Nullable SqlNode path;
  private final List<SqlNode> passed = new ArrayList<>();
  private @Nullable SqlDataTypeSpec returning;
  private char wrapper = 'n';
  private char quotes = 'k';
  private char onEmpty = 'n';
  private char onError;
  private @Nullable SqlNode defaultOnEmpty;
  private @Nullable SqlNode defaultOnError;

  /** A call of which nothing is known yet. */
  public JsonCall(Kind kind) {
    this.kind = kind;
    onError = kind == Kind.EXISTS ? 'f' : kind == Kind.TABLE ? 'a' : 'n';
  }

  /** Refuses a word other than the one that must stand there. */
  public static void expect(Token token, String word, SqlParserPos place) {
    if (!token.image.toLowerCase(Locale.ROOT).equals(word)) {
      throw new PlacedError(
          place, "42601", "syntax error at or near \"" + token.image + "\"; expected " + word);
    }
  }

  /** The value that is searched. */
  public void context(SqlNode node) {
    context = node;
  }

  /** The path. */
  public void path(SqlNode node) {
    path = node;
  }

  /** What a variable of the path stands for. */
  public void pass(SqlIdentifier name, SqlNode value) {
    passed.add(SqlLiteral.createCharString(name.getSimple(), name.getParserPosition()));
    passed.add(value);
  }

  /** The type that it gives. */
  public void returning(SqlDataTypeSpec type) {
    returning = type;
  }

  /** Whether what is found gets brackets: never, if it is not one array or object, or always. */
  public void wrapper(char letter) {
    wrapper = letter;
    kind = kind == Kind.VALUE ? Kind.QUERY : kind;
  }

  /** Whether strings keep their quotes. */
  public void quotes(char letter) {
    quotes = letter;
    kind = kind == Kind.VALUE ? Kind.QUERY : kind;
  }

  /** What to give where nothing is found. */
  public void onEmpty(char letter, @Nullable SqlNode value, SqlParserPos place) {
    check(letter, kind == Kind.EXISTS || kind == Kind.TABLE ? "" : "enaod", place);
    onEmpty = letter;
    defaultOnEmpty = value;
  }

  /** What to give where there is an error. */
  public void onError(char letter, @Nullable SqlNode value, SqlParserPos place) {
    check(letter, kind == Kind.EXISTS ? "etfu" : kind == Kind.TABLE ? "ea" : "enaod", place);
    onError = letter;
    defaultOnError = value;
  }

  private static void check(char letter, String allowed, SqlParserPos place) {
    if (allowed.indexOf(letter) < 0) {
      throw new PlacedError(place, "42601", "invalid ON EMPTY or ON ERROR behavior");
    }
  }

  boolean isErrorOnError() {
    return onError == 'e';
  }

  /** A column of JSON or with a wrapper is asked for as a whole. */
  void settle() {
    if (kind == Kind.VALUE && returning != null && isJson(returning)) {
      kind = Kind.QUERY;
    }
  }

  private static boolean isJson(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
        && spec.kind() != OpaqueType.Kind.INTERVAL;
  }

  /** The context, the path and the variables, for who searches in another way. */
  List<SqlNode> operands(SqlParserPos place) {
    SqlNode value = context;
    SqlNode way = path;
    if (value == null || way == null) {
      throw new IllegalStateException("no value or path");
    }
    SqlNode variables =
        passed.isEmpty()
            ? SqlLiteral.createNull(place)
            : new NamedFunction("jsonb_build_object", place).createCall(place, passed);
    List<SqlNode> operands = new ArrayList<>();
    operands.add(cast(value, jsonb(place), value.getParserPosition()));
    operands.add(way);
    operands.add(cast(variables, jsonb(place), place));
    return operands;
  }

  /** The call. */
  public SqlNode toCall(SqlParserPos place) {
    SqlDataTypeSpec type = returning == null ? standard(place) : returning;
    List<SqlNode> operands = operands(place);
    String letters = "" + kind.letter + wrapper + quotes + onEmpty + onError;
    operands.add(SqlLiteral.createCharString(letters, place));
    operands.add(cast(SqlLiteral.createNull(place), type, place));
    operands.add(cast(orNull(defaultOnEmpty, place), type, place));
    operands.add(cast(orNull(defaultOnError, place), type, place));
    SqlOperator operator =
        switch (kind) {
          case EXISTS -> JsonFunctions.SQL_EXISTS;
          case VALUE -> JsonFunctions.SQL_VALUE;
          default -> JsonFunctions.SQL_QUERY;
        };
    return operator.createCall(place, operands);
  }

  private SqlDataTypeSpec standard(SqlParserPos place) {
    SqlTypeNameSpec name =
        switch (kind) {
          case EXISTS -> new SqlBasicTypeNameSpec(SqlTypeName.BOOLEAN, place);
          case VALUE -> new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, place);
          default -> new OpaqueTypeSpec(OpaqueType.Kind.JSONB, place);
        };
    return new SqlDataTypeSpec(name, place);
  }

  private static SqlNode orNull(@Nullable SqlNode value, SqlParserPos place) {
    return value == null ? SqlLiteral.createNull(place) : value;
  }

  private static SqlDataTypeSpec jsonb(SqlParserPos place) {
    return new SqlDataTypeSpec(new OpaqueTypeSpec(OpaqueType.Kind.JSONB, place), place);
  }

  static SqlNode cast(SqlNode value, SqlDataTypeSpec type, SqlParserPos place) {
    return SqlStdOperatorTable.CAST.createCall(place, value, type);
  }
}
