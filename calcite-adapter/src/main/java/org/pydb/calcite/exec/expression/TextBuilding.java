package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BYTES;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.ByteRun;
import org.pydb.calcite.exec.value.Utf8;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers the functions that put strings together. Stateless. */
final class TextBuilding {

  private TextBuilding() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerConcatenation(binders);
    Overloads.of(ScalarFunction.REPLACE, binders)
        .formPerExecution(TEXT, context -> building(TextBuilding::replace), TEXT, TEXT, TEXT);
    Overloads.of(ScalarFunction.TRANSLATE, binders)
        .formPerExecution(TEXT, context -> building(TextBuilding::translate), TEXT, TEXT, TEXT);
    Overloads.of(ScalarFunction.REPEAT, binders)
        .formPerExecution(TEXT, context -> building(TextBuilding::repeat), TEXT, INT32);
    Overloads.of(ScalarFunction.REVERSE, binders)
        .formPerExecution(TEXT, context -> building(TextBuilding::reverse), TEXT);
    registerPad(binders, ScalarFunction.LPAD, true);
    registerPad(binders, ScalarFunction.RPAD, false);
    Overloads.of(ScalarFunction.SPLIT_PART, binders)
        .form(TEXT, TextBuilding::splitPart, TEXT, TEXT, INT32);
    Overloads.of(ScalarFunction.OVERLAY, binders)
        .formPerExecution(TEXT, context -> building(TextBuilding::overlay), TEXT, TEXT, INT32)
        .formPerExecution(
            TEXT, context -> building(TextBuilding::overlay), TEXT, TEXT, INT32, INT32);
  }

  /** Builds the value of a row. */
  @FunctionalInterface
  private interface Builder {
    void build(Arguments in, int row, ByteRun out);
  }

  private static RowFunction building(Builder builder) {
    ByteRun run = new ByteRun();
    return (in, row, out) -> {
      builder.build(in, row, run.clear());
      ((BytesVector) out).append(row, run.array(), 0, run.length());
    };
  }

  private static void put(Arguments in, int operand, int row, ByteRun out) {
    BytesVector bytes = in.bytes(operand);
    out.put(bytes.array(row), bytes.start(row), bytes.length(row));
  }

  private static void registerConcatenation(Map<ScalarFunction, Binder> binders) {
    RowFunction concatenation =
        (in, row, out) -> {
          BytesVector a = in.bytes(0);
          BytesVector b = in.bytes(1);
          BytesVector joined = (BytesVector) out;
          byte[] to = joined.allocate(row, Math.addExact(a.length(row), b.length(row)));
          int at = joined.start(row);
          System.arraycopy(a.array(row), a.start(row), to, at, a.length(row));
          System.arraycopy(b.array(row), b.start(row), to, at + a.length(row), b.length(row));
        };
    Overloads overloads =
        Overloads.of(ScalarFunction.CONCAT_OPERATOR, binders)
            .form(TEXT, concatenation, TEXT, TEXT)
            .form(BYTES, concatenation, BYTES, BYTES);
    binders.put(
        ScalarFunction.CONCAT_OPERATOR,
        (type, operands) -> {
          Expression call = overloads.bind(type, operands);
          return call == null && hasText(operands) ? overloads.bind(type, texts(operands)) : call;
        });
    binders.put(ScalarFunction.CONCAT, (type, operands) -> concat(type, operands, false));
    binders.put(ScalarFunction.CONCAT_WS, (type, operands) -> concat(type, operands, true));
  }

  private static boolean hasText(List<Expression> operands) {
    return operands.stream().anyMatch(operand -> Coercion.isText(operand.type()));
  }

  /** The operands as texts, as they are printed. */
  private static List<Expression> texts(List<Expression> operands) {
    return operands.stream().map(operand -> Casts.mustCast(operand, ColumnType.of(TEXT))).toList();
  }

  private static @Nullable Expression concat(
      @Nullable ColumnType type, List<Expression> operands, boolean separated) {
    if (operands.isEmpty() || (separated && !Coercion.isText(operands.get(0).type()))) {
      return null;
    }
    List<Expression> texts = new ArrayList<>();
    for (Expression operand : operands) {
      texts.add(
          operand.type().kind() == ColumnKind.BOOLEAN
              ? letter(operand)
              : Casts.mustCast(operand, ColumnType.of(TEXT)));
    }
    return Casts.result(new Concatenation(separated, texts), type);
  }

  /** A truth value as CONCAT prints it: t or f. */
  static Expression letter(Expression truth) {
    ColumnType text = ColumnType.of(TEXT);
    return new Case(
        text,
        List.of(
            new TruthTest(TruthTest.Kind.TRUE, true, truth),
            Literal.of(text, "t"),
            new TruthTest(TruthTest.Kind.FALSE, true, truth),
            Literal.of(text, "f"),
            Literal.of(text, null)));
  }

  private static void replace(Arguments in, int row, ByteRun out) {
    BytesVector text = in.bytes(0);
    BytesVector from = in.bytes(1);
    byte[] array = text.array(row);
    int at = text.start(row);
    int end = at + text.length(row);
    int length = from.length(row);
    int fromStart = from.start(row);
    while (length > 0) {
      int found = Utf8.indexOf(array, at, end, from.array(row), fromStart, fromStart + length);
      if (found < 0) {
        break;
      }
      out.put(array, at, found - at);
      put(in, 2, row, out);
      at = found + length;
    }
    out.put(array, at, end - at);
  }

  /** Each character of the second operand becomes the one at its place in the third, or nothing. */
  private static void translate(Arguments in, int row, ByteRun out) {
    BytesVector text = in.bytes(0);
    byte[] array = text.array(row);
    int end = text.start(row) + text.length(row);
    int[] from = in.getString(1, row).codePoints().toArray();
    int[] to = in.getString(2, row).codePoints().toArray();
    for (int at = text.start(row); at < end; at += Utf8.length(array[at])) {
      int character = Utf8.codePoint(array, at);
      int place = 0;
      while (place < from.length && from[place] != character) {
        place++;
      }
      if (place == from.length) {
        out.putCodePoint(character);
      } else if (place < to.length) {
        out.putCodePoint(to[place]);
      }
    }
  }

  private static void repeat(Arguments in, int row, ByteRun out) {
    long total = in.getLong(1, row) * in.bytes(0).length(row);
    if (total > ByteRun.LENGTH_MAX) {
      throw ByteRun.tooLong();
    }
    for (long i = 0; total > 0 && i < in.getLong(1, row); i++) {
      put(in, 0, row, out);
    }
  }

  private static void reverse(Arguments in, int row, ByteRun out) {
    BytesVector text = in.bytes(0);
    byte[] array = text.array(row);
    int start = text.start(row);
    int end = start + text.length(row);
    while (end > start) {
      int last = Utf8.skipBack(array, start, end, 1);
      out.put(array, last, end - last);
      end = last;
    }
  }

  private static void registerPad(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, boolean left) {
    Overloads.of(function, binders)
        .formPerExecution(
            TEXT, context -> building((in, row, out) -> pad(in, row, left, out)), TEXT, INT32)
        .formPerExecution(
            TEXT,
            context -> building((in, row, out) -> pad(in, row, left, out)),
            TEXT,
            INT32,
            TEXT);
  }

  private static final byte[] BLANK = {' '};

  private static void pad(Arguments in, int row, boolean left, ByteRun out) {
    BytesVector text = in.bytes(0);
    byte[] array = text.array(row);
    int start = text.start(row);
    int end = start + text.length(row);
    int wanted = Math.max(0, in.getInt(1, row));
    if (wanted > ByteRun.LENGTH_MAX / 4) {
      throw ByteRun.tooLong();
    }
    int missing = wanted - Utf8.count(array, start, end);
    if (missing <= 0) {
      out.put(array, start, Utf8.skip(array, start, end, wanted) - start);
      return;
    }
    if (!left) {
      out.put(array, start, end - start);
    }
    fill(in, row, missing, out);
    if (left) {
      out.put(array, start, end - start);
    }
  }

  private static void fill(Arguments in, int row, int characters, ByteRun out) {
    boolean given = in.count() > 2;
    byte[] filler = given ? in.bytes(2).array(row) : BLANK;
    int start = given ? in.bytes(2).start(row) : 0;
    int end = start + (given ? in.bytes(2).length(row) : 1);
    int at = start;
    for (int i = 0; i < characters && end > start; i++) {
      int length = Utf8.length(filler[at]);
      out.put(filler, at, length);
      at = at + length == end ? start : at + length;
    }
  }

  /** The n-th of the parts between delimiters, from 1, or from the end from -1. */
  private static void splitPart(Arguments in, int row, Vector out) {
    long number = in.getLong(2, row);
    if (number == 0) {
      throw new SqlError("22023", "field position must not be zero");
    }
    BytesVector text = in.bytes(0);
    BytesVector delimiter = in.bytes(1);
    int[] bounds = new int[2];
    if (number < 0) {
      number += parts(text, delimiter, row) + 1;
    }
    findPart(text, delimiter, row, number, bounds);
    ((BytesVector) out).set(row, text.array(row), bounds[0], bounds[1] - bounds[0]);
  }

  private static int parts(BytesVector text, BytesVector delimiter, int row) {
    int parts = text.length(row) == 0 ? 0 : 1;
    int at = text.start(row);
    int end = at + text.length(row);
    while (delimiter.length(row) > 0) {
      int found = find(text, delimiter, row, at, end);
      if (found < 0) {
        break;
      }
      parts++;
      at = found + delimiter.length(row);
    }
    return parts;
  }

  private static void findPart(
      BytesVector text, BytesVector delimiter, int row, long number, int[] bounds) {
    if (number <= 0) {
      return;
    }
    int at = text.start(row);
    int end = at + text.length(row);
    for (long part = 1; ; part++) {
      int found = delimiter.length(row) == 0 ? -1 : find(text, delimiter, row, at, end);
      if (part == number) {
        bounds[0] = at;
        bounds[1] = found < 0 ? end : found;
        return;
      }
      if (found < 0) {
        return;
      }
      at = found + delimiter.length(row);
    }
  }

  private static int find(BytesVector text, BytesVector part, int row, int from, int end) {
    int partStart = part.start(row);
    return Utf8.indexOf(
        text.array(row), from, end, part.array(row), partStart, partStart + part.length(row));
  }

  private static void overlay(Arguments in, int row, ByteRun out) {
    BytesVector text = in.bytes(0);
    BytesVector replacement = in.bytes(1);
    long from = in.getLong(2, row);
    if (from <= 0) {
      throw new SqlError("22011", "negative substring length not allowed");
    }
    int replacementStart = replacement.start(row);
    long length =
        in.count() > 3
            ? in.getLong(3, row)
            : Utf8.count(
                replacement.array(row),
                replacementStart,
                replacementStart + replacement.length(row));
    long rest = from + length;
    if (rest > Integer.MAX_VALUE) {
      throw new SqlError("22003", "integer out of range");
    }
    byte[] array = text.array(row);
    int start = text.start(row);
    int end = start + text.length(row);
    int cut = Utf8.skip(array, start, end, (int) (from - 1));
    out.put(array, start, cut - start);
    put(in, 1, row, out);
    int goOn = Utf8.skip(array, start, end, (int) Math.max(0, rest - 1));
    out.put(array, goOn, end - goOn);
  }
}
