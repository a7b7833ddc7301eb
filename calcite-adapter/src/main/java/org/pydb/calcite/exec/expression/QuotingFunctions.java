package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BYTES;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.UUID;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers the functions that write SQL, {@code format}, and some that look at any values: hashes,
 * counts of NULLs, random keys. Stateless.
 */
public final class QuotingFunctions {
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What PostgreSQL 15 reserves, so that it is quoted as a name. */
  private static final java.util.Set<String> RESERVED =
      java.util.Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization between bigint binary"
                  + " bit boolean both case cast char character check coalesce collate collation"
                  + " column concurrently constraint create cross current_catalog current_date"
                  + " current_role current_schema current_time current_timestamp current_user dec"
                  + " decimal default deferrable desc distinct do else end except exists extract"
                  + " false fetch float for foreign freeze from full grant greatest group grouping"
                  + " having ilike in initially inner inout int integer intersect interval into is"
                  + " isnull join lateral leading least left like limit localtime localtimestamp"
                  + " national natural nchar none normalize not notnull null nullif numeric offset"
                  + " on only or order out outer overlaps overlay placing position precision"
                  + " primary real references returning right row select session_user setof similar"
                  + " smallint some substring symmetric table tablesample then time timestamp to"
                  + " trailing treat trim true union unique user using values varchar variadic"
                  + " verbose when where window with xmlattributes xmlconcat xmlelement xmlexists"
                  + " xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
              .split(" "));

  private QuotingFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.QUOTE_IDENT, binders)
        .form(TEXT, (in, row, out) -> TextResult.set(out, row, name(in.getString(0, row))), TEXT);
    binders.put(ScalarFunction.QUOTE_LITERAL, (type, operands) -> quote(type, operands, false));
    binders.put(ScalarFunction.QUOTE_NULLABLE, (type, operands) -> quote(type, operands, true));
    binders.put(ScalarFunction.FORMAT, QuotingFunctions::format);
    binders.put(
        ScalarFunction.NUM_NULLS, (type, operands) -> nulls(type, operands, "num_nulls", true));
    binders.put(
        ScalarFunction.NUM_NONNULLS,
        (type, operands) -> nulls(type, operands, "num_nonnulls", false));
    hash(binders, ScalarFunction.SHA224, "SHA-224");
    hash(binders, ScalarFunction.SHA256, "SHA-256");
    hash(binders, ScalarFunction.SHA384, "SHA-384");
    hash(binders, ScalarFunction.SHA512, "SHA-512");
    Overloads.of(ScalarFunction.GEN_RANDOM_UUID, binders)
        .formPerExecution(
            UUID,
            context -> {
              context.statementMicros(); // Not while planning.
              return QuotingFunctions::randomUuid;
            });
    Overloads.of(ScalarFunction.CONVERT_TO, binders)
        .form(BYTES, (in, row, out) -> utf8(in, row, out), TEXT, TEXT);
    Overloads.of(ScalarFunction.CONVERT_FROM, binders)
        .form(TEXT, QuotingFunctions::fromUtf8, BYTES, TEXT);
  }

  private static void randomUuid(Arguments in, int row, Vector out) {
    java.util.UUID uuid = java.util.UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    ((BytesVector) out).set(row, bytes, 0, bytes.length);
  }

  private static void hash(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, String algorithm) {
    Overloads.of(function, binders)
        .formPerExecution(
            BYTES,
            context -> {
              MessageDigest digest = digest(algorithm);
              return (in, row, out) -> {
                BytesVector bytes = in.bytes(0);
                digest.update(bytes.array(row), bytes.start(row), bytes.length(row));
                byte[] hash = digest.digest();
                ((BytesVector) out).set(row, hash, 0, hash.length);
              };
            },
            BYTES);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new SqlError("0A000", "this Java platform has no " + algorithm, e);
    }
  }

  private static void checkUtf8(String encoding) {
    String name = encoding.replace("-", "").replace("_", "");
    if (!name.equalsIgnoreCase("utf8") && !name.equalsIgnoreCase("unicode")) {
      throw new SqlError("0A000", "the only encoding is UTF8, not \"" + encoding + "\"");
    }
  }

  private static void utf8(Arguments in, int row, Vector out) {
    checkUtf8(in.getString(1, row));
    BytesVector text = in.bytes(0);
    ((BytesVector) out).set(row, text.array(row), text.start(row), text.length(row));
  }

  private static void fromUtf8(Arguments in, int row, Vector out) {
    checkUtf8(in.getString(1, row));
    BytesVector bytes = in.bytes(0);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.array(row), bytes.start(row), bytes.length(row)))
              .toString();
      if (text.indexOf('\0') >= 0) {
        throw new SqlError("22021", "invalid byte sequence for encoding \"UTF8\": 0x00");
      }
      TextResult.set(out, row, text);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new SqlError("22021", "invalid byte sequence for encoding \"UTF8\"", e);
    }
  }

  // ------------------------------------------------------------------ quotes

  /** A name that is read as it is: in quotes if need be. */
  public static String name(String name) {
    boolean isPlain = PLAIN_NAME.matcher(name).matches() && !RESERVED.contains(name);
    return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name in quotes. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }

  private static @Nullable Expression quote(
      @Nullable ColumnType type, List<Expression> operands, boolean nullable) {
    if (operands.size() != 1) {
      return null;
    }
    Expression text = Casts.mustCast(operands.get(0), ColumnType.of(TEXT));
    RowFunction quote =
        (in, row, out) ->
            TextResult.set(
                out, row, in.vector(0).isNull(row) ? "NULL" : literal(in.getString(0, row)));
    String name = nullable ? "quote_nullable" : "quote_literal";
    Expression call =
        new RowCall(name, ColumnType.of(TEXT), List.of(text), context -> quote, !nullable);
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static @Nullable Expression nulls(
      @Nullable ColumnType type, List<Expression> operands, String name, boolean wanted) {
    RowFunction count =
        (in, row, out) -> {
          int found = 0;
          for (int i = 0; i < in.count(); i++) {
            found += in.vector(i).isNull(row) == wanted ? 1 : 0;
          }
          ((LongVector) out).set(row, found);
        };
    Expression call = new RowCall(name, ColumnType.of(INT32), operands, context -> count, false);
    return operands.isEmpty() ? null : Casts.result(ConstantFolding.fold(call), type);
  }

  // ------------------------------------------------------------------ format

  private static @Nullable Expression format(@Nullable ColumnType type, List<Expression> operands) {
    if (operands.isEmpty() || !Coercion.isText(operands.get(0).type())) {
      return null;
    }
    List<Expression> texts = new ArrayList<>();
    for (Expression operand : operands) {
      boolean isTruth = operand.type().kind() == ColumnKind.BOOLEAN;
      texts.add(
          isTruth ? TextBuilding.letter(operand) : Casts.mustCast(operand, ColumnType.of(TEXT)));
    }
    RowFunction format =
        (in, row, out) -> {
          if (in.vector(0).isNull(row)) {
            out.setNull(row);
          } else {
            TextResult.set(out, row, new Format(in, row).write());
          }
        };
    Expression call = new RowCall("format", ColumnType.of(TEXT), texts, context -> format, false);
    return Casts.result(ConstantFolding.fold(call), type);
  }

  /** One call of format: {@code %[n$][-][width]s}, and I and L for s. */
  private static final class Format {
    private final Arguments in;
    private final int row;
    private final String pattern;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next = 1;

    Format(Arguments in, int row) {
      this.in = in;
      this.row = row;
      this.pattern = in.getString(0, row);
    }

    String write() {
      while (at < pattern.length()) {
        char c = pattern.charAt(at++);
        if (c != '%') {
          out.append(c);
        } else if (at < pattern.length() && pattern.charAt(at) == '%') {
          out.append('%');
          at++;
        } else {
          place();
        }
      }
      return out.toString();
    }

    private void place() {
      int number = digits();
      boolean isPlace = number >= 0 && peek() == '$';
      int width = 0;
      boolean isLeft = false;
      if (isPlace) {
        at++;
        if (number == 0) {
          throw bad("format specifies argument 0, but arguments are numbered from 1");
        }
        next = number;
      }
      if (!isPlace && number >= 0) {
        width = number;
      } else {
        while (peek() == '-') {
          isLeft = true;
          at++;
        }
        width = peek() == '*' ? widthArgument(isPlace ? number : 0) : Math.max(0, digits());
        if (isPlace) {
          next = number;
        }
      }
      char kind = peek();
      if (kind == '\0') {
        throw bad("unterminated format() type specifier");
      }
      if ("sIL".indexOf(kind) < 0) {
        throw bad("unrecognized format() type specifier \"" + kind + "\"");
      }
      at++;
      pad(value(kind), width < 0 ? -width : width, isLeft || width < 0);
    }

    private int widthArgument(int place) {
      at++;
      int number = digits();
      if (number >= 0 && peek() == '$') {
        at++;
      } else {
        number = next++;
      }
      if (place > 0 && number == 0) {
        throw bad("format specifies argument 0, but arguments are numbered from 1");
      }
      check(number);
      return in.vector(number).isNull(row)
          ? 0
          : (int) IntegerText.parse(in.getString(number, row), INT32);
    }

    private void check(int number) {
      if (number >= in.count()) {
        throw bad("too few arguments for format()");
      }
    }

    private String value(char kind) {
      int number = next++;
      check(number);
      boolean isNull = in.vector(number).isNull(row);
      if (isNull && kind == 'I') {
        throw new SqlError("22004", "null values cannot be formatted as an SQL identifier");
      }
      if (isNull) {
        return kind == 'L' ? "NULL" : "";
      }
      String text = in.getString(number, row);
      return kind == 's' ? text : kind == 'I' ? name(text) : literal(text);
    }

    private void pad(String value, int width, boolean isLeft) {
      String blanks = " ".repeat(Math.max(0, width - value.codePointCount(0, value.length())));
      out.append(isLeft ? value : blanks).append(isLeft ? blanks : value);
    }

    private char peek() {
      return at < pattern.length() ? pattern.charAt(at) : '\0';
    }

    /** A number, or -1 if there is none. */
    private int digits() {
      int start = at;
      long number = 0;
      while (peek() >= '0' && peek() <= '9') {
        number = number * 10 + pattern.charAt(at++) - '0';
        if (number > Integer.MAX_VALUE) {
          throw new SqlError("22003", "number is out of range");
        }
      }
      return at == start ? -1 : (int) number;
    }

    private static SqlError bad(String message) {
      return new SqlError("22023", message);
    }
  }
}
