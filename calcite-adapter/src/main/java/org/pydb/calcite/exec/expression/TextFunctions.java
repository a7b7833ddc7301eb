package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BYTES;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.ByteRun;
import org.pydb.calcite.exec.value.LetterCase;
import org.pydb.calcite.exec.value.Utf8;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers the functions that look at strings and cut them. Those that only cut give slices of
 * their operand. Stateless.
 */
final class TextFunctions {

  private TextFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerLengths(binders);
    registerCases(binders);
    registerParts(binders);
    registerTrims(binders);
    registerSearches(binders);
    binders.put(ScalarFunction.LIKE, (type, operands) -> like(false, operands));
    binders.put(ScalarFunction.ILIKE, (type, operands) -> like(true, operands));
  }

  private static @Nullable Expression like(boolean ignoresCase, List<Expression> operands) {
    if (operands.size() < 2 || operands.size() > 3) {
      return null;
    }
    List<Expression> texts = new ArrayList<>();
    for (Expression operand : operands) {
      Expression text = Coercion.implicit(padded(operand), TEXT);
      if (text == null) {
        return null;
      }
      texts.add(text);
    }
    return new Like(true, ignoresCase, texts);
  }

  /** A CHAR with the blanks that it does not carry in vectors; anything else as it is. */
  private static Expression padded(Expression operand) {
    int length = operand.type().precision();
    if (operand.type().kind() != ColumnKind.CHAR || length == 0) {
      return operand;
    }
    RowFunction pad =
        (in, row, out) -> {
          BytesVector text = in.bytes(0);
          int start = text.start(row);
          int used = text.length(row);
          int blanks = Math.max(0, length - Utf8.count(text.array(row), start, start + used));
          byte[] to = ((BytesVector) out).allocate(row, used + blanks);
          int at = ((BytesVector) out).start(row);
          System.arraycopy(text.array(row), start, to, at, used);
          Arrays.fill(to, at + used, at + used + blanks, (byte) ' ');
        };
    return new RowCall("padded", ColumnType.of(TEXT), List.of(operand), context -> pad);
  }

  private static void registerLengths(Map<ScalarFunction, Binder> binders) {
    RowFunction bytes = (in, row, out) -> set(out, row, in.bytes(0).length(row));
    RowFunction bits = (in, row, out) -> set(out, row, in.bytes(0).length(row) * 8L);
    Overloads.of(ScalarFunction.CHAR_LENGTH, binders)
        .form(INT32, (in, row, out) -> set(out, row, characters(in.bytes(0), row)), TEXT)
        .form(INT32, bytes, BYTES);
    Overloads octets =
        Overloads.of(ScalarFunction.OCTET_LENGTH, binders)
            .form(INT32, bytes, TEXT)
            .form(INT32, bytes, BYTES);
    binders.put(
        ScalarFunction.OCTET_LENGTH,
        (type, operands) ->
            octets.bind(type, operands.stream().map(TextFunctions::padded).toList()));
    Overloads.of(ScalarFunction.BIT_LENGTH, binders)
        .form(INT32, bits, TEXT)
        .form(INT32, bits, BYTES);
  }

  private static void set(Vector out, int row, long value) {
    ((LongVector) out).set(row, value);
  }

  private static int characters(BytesVector text, int row) {
    int start = text.start(row);
    return Utf8.count(text.array(row), start, start + text.length(row));
  }

  private static void registerCases(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.LOWER, binders)
        .formPerExecution(TEXT, context -> rewriting(LetterCase::lower), TEXT);
    Overloads.of(ScalarFunction.UPPER, binders)
        .formPerExecution(TEXT, context -> rewriting(LetterCase::upper), TEXT);
    Overloads.of(ScalarFunction.INITCAP, binders)
        .formPerExecution(TEXT, context -> rewriting(LetterCase::initial), TEXT);
  }

  /** Writes a range of bytes anew. */
  @FunctionalInterface
  private interface Rewriter {
    void rewrite(byte[] bytes, int start, int end, ByteRun out);
  }

  private static RowFunction rewriting(Rewriter rewriter) {
    ByteRun run = new ByteRun();
    return (in, row, out) -> {
      BytesVector text = in.bytes(0);
      int start = text.start(row);
      rewriter.rewrite(text.array(row), start, start + text.length(row), run.clear());
      ((BytesVector) out).append(row, run.array(), 0, run.length());
    };
  }

  private static void registerParts(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.SUBSTRING, binders)
        .form(TEXT, (in, row, out) -> substring(in, row, Integer.MAX_VALUE, out), TEXT, INT32)
        .form(
            TEXT, (in, row, out) -> substring(in, row, in.getLong(2, row), out), TEXT, INT32, INT32)
        .form(BYTES, (in, row, out) -> subBytes(in, row, Integer.MAX_VALUE, out), BYTES, INT32)
        .form(
            BYTES,
            (in, row, out) -> subBytes(in, row, in.getLong(2, row), out),
            BYTES,
            INT32,
            INT32);
    Overloads.of(ScalarFunction.LEFT, binders).form(TEXT, TextFunctions::left, TEXT, INT32);
    Overloads.of(ScalarFunction.RIGHT, binders).form(TEXT, TextFunctions::right, TEXT, INT32);
  }

  /** The place behind a part that begins at a place and has a length; both count from 1. */
  private static long end(long from, long length) {
    if (length < 0) {
      throw new SqlError("22011", "negative substring length not allowed");
    }
    return Math.min(from + length, Integer.MAX_VALUE);
  }

  private static void substring(Arguments in, int row, long length, Vector out) {
    BytesVector text = in.bytes(0);
    byte[] array = text.array(row);
    int start = text.start(row);
    int end = start + text.length(row);
    long from = in.getLong(1, row);
    long to = Math.max(1, end(from, length));
    long first = Math.max(1, from);
    int partStart = Utf8.skip(array, start, end, (int) (first - 1));
    int partEnd = to <= first ? partStart : Utf8.skip(array, partStart, end, (int) (to - first));
    ((BytesVector) out).set(row, array, partStart, partEnd - partStart);
  }

  private static void subBytes(Arguments in, int row, long length, Vector out) {
    BytesVector bytes = in.bytes(0);
    long from = in.getLong(1, row);
    long to = Math.min(Math.max(1, end(from, length)), bytes.length(row) + 1L);
    long first = Math.min(Math.max(1, from), to);
    int start = bytes.start(row) + (int) (first - 1);
    ((BytesVector) out).set(row, bytes.array(row), start, (int) (to - first));
  }

  /** The first characters, or with a negative number all but the last ones. */
  private static void left(Arguments in, int row, Vector out) {
    BytesVector text = in.bytes(0);
    int count = in.getInt(1, row);
    int start = text.start(row);
    int end = start + text.length(row);
    int cut =
        count >= 0
            ? Utf8.skip(text.array(row), start, end, count)
            : Utf8.skipBack(text.array(row), start, end, negated(count));
    ((BytesVector) out).set(row, text.array(row), start, cut - start);
  }

  /** The last characters, or with a negative number all but the first ones. */
  private static void right(Arguments in, int row, Vector out) {
    BytesVector text = in.bytes(0);
    int count = in.getInt(1, row);
    int start = text.start(row);
    int end = start + text.length(row);
    int cut =
        count >= 0
            ? Utf8.skipBack(text.array(row), start, end, count)
            : Utf8.skip(text.array(row), start, end, negated(count));
    ((BytesVector) out).set(row, text.array(row), cut, end - cut);
  }

  private static int negated(int count) {
    return count == Integer.MIN_VALUE ? Integer.MAX_VALUE : -count;
  }

  private static void registerTrims(Map<ScalarFunction, Binder> binders) {
    registerTrim(binders, ScalarFunction.BTRIM, true, true);
    registerTrim(binders, ScalarFunction.LTRIM, true, false);
    registerTrim(binders, ScalarFunction.RTRIM, false, true);
  }

  private static void registerTrim(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, boolean front, boolean back) {
    byte[] blank = {' '};
    Overloads.of(function, binders)
        .form(TEXT, (in, row, out) -> trim(in, row, blank, 0, 1, front, back, out), TEXT)
        .form(
            TEXT,
            (in, row, out) -> {
              BytesVector set = in.bytes(1);
              int start = set.start(row);
              trim(in, row, set.array(row), start, start + set.length(row), front, back, out);
            },
            TEXT,
            TEXT);
  }

  private static void trim(
      Arguments in,
      int row,
      byte[] set,
      int setStart,
      int setEnd,
      boolean front,
      boolean back,
      Vector out) {
    BytesVector text = in.bytes(0);
    byte[] array = text.array(row);
    int start = text.start(row);
    int end = start + text.length(row);
    while (front && start < end && contains(set, setStart, setEnd, array, start)) {
      start += Utf8.length(array[start]);
    }
    while (back && start < end) {
      int last = Utf8.skipBack(array, start, end, 1);
      if (!contains(set, setStart, setEnd, array, last)) {
        break;
      }
      end = last;
    }
    ((BytesVector) out).set(row, array, start, end - start);
  }

  /** Whether the character at a place is one of a set of characters. */
  private static boolean contains(byte[] set, int setStart, int setEnd, byte[] array, int at) {
    int character = Utf8.codePoint(array, at);
    for (int i = setStart; i < setEnd; i += Utf8.length(set[i])) {
      if (Utf8.codePoint(set, i) == character) {
        return true;
      }
    }
    return false;
  }

  private static void registerSearches(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.STRPOS, binders)
        .form(INT32, TextFunctions::position, TEXT, TEXT)
        .form(INT32, TextFunctions::bytePosition, BYTES, BYTES);
    Overloads.of(ScalarFunction.STARTS_WITH, binders)
        .form(
            ColumnKind.BOOLEAN,
            (in, row, out) -> set(out, row, startsWith(in.bytes(0), in.bytes(1), row) ? 1 : 0),
            TEXT,
            TEXT);
  }

  private static void position(Arguments in, int row, Vector out) {
    BytesVector text = in.bytes(0);
    int found = find(text, in.bytes(1), row);
    int start = text.start(row);
    set(out, row, found < 0 ? 0 : Utf8.count(text.array(row), start, found) + 1);
  }

  private static void bytePosition(Arguments in, int row, Vector out) {
    int found = find(in.bytes(0), in.bytes(1), row);
    set(out, row, found < 0 ? 0 : found - in.bytes(0).start(row) + 1);
  }

  private static int find(BytesVector text, BytesVector part, int row) {
    int start = text.start(row);
    int partStart = part.start(row);
    return Utf8.indexOf(
        text.array(row),
        start,
        start + text.length(row),
        part.array(row),
        partStart,
        partStart + part.length(row));
  }

  private static boolean startsWith(BytesVector text, BytesVector prefix, int row) {
    int start = text.start(row);
    int prefixStart = prefix.start(row);
    int length = prefix.length(row);
    return text.length(row) >= length
        && Arrays.equals(
            text.array(row),
            start,
            start + length,
            prefix.array(row),
            prefixStart,
            prefixStart + length);
  }
}
