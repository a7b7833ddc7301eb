package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.AsciiBuilder;
import org.pydb.calcite.exec.text.BooleanText;
import org.pydb.calcite.exec.text.BytesText;
import org.pydb.calcite.exec.text.DateText;
import org.pydb.calcite.exec.text.DecimalText;
import org.pydb.calcite.exec.text.DoubleText;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.text.IntervalText;
import org.pydb.calcite.exec.text.TimeText;
import org.pydb.calcite.exec.text.TimestampText;
import org.pydb.calcite.exec.text.UuidText;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Utf8;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Casts from text, which parse, and to text, which print and fit into a length. Stateless. */
final class TextCasts {
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  private TextCasts() {}

  /** A text read as a value of a type. */
  static Expression parse(Expression text, ColumnType type) {
    return new RowCall("cast_" + type, type, List.of(text), parser(type));
  }

  private static Function<EvaluationContext, RowFunction> parser(ColumnType type) {
    RowFunction parser =
        switch (type.kind()) {
          case BOOLEAN ->
              (in, row, out) ->
                  ((LongVector) out).set(row, BooleanText.parse(in.getString(0, row)) ? 1 : 0);
          case INT16, INT32, INT64 ->
              (in, row, out) ->
                  ((LongVector) out).set(row, IntegerText.parse(in.getString(0, row), type.kind()));
          case FLOAT32 ->
              (in, row, out) ->
                  ((DoubleVector) out).set(row, DoubleText.parseFloat(in.getString(0, row)));
          case FLOAT64 ->
              (in, row, out) ->
                  ((DoubleVector) out).set(row, DoubleText.parse(in.getString(0, row)));
          case DECIMAL, NUMERIC ->
              (in, row, out) ->
                  NumberCasts.store(
                      DecimalText.parse(in.getString(0, row)), type, row, (DecimalVector) out);
          case DATE ->
              (in, row, out) -> ((LongVector) out).set(row, DateText.parse(in.getString(0, row)));
          case TIME ->
              (in, row, out) -> ((LongVector) out).set(row, TimeText.parse(in.getString(0, row)));
          case TIMESTAMP ->
              (in, row, out) ->
                  ((LongVector) out).set(row, TimestampText.parse(in.getString(0, row)));
          case UUID ->
              (in, row, out) -> {
                byte[] uuid = UuidText.parse(in.getString(0, row));
                ((BytesVector) out).set(row, uuid, 0, uuid.length);
              };
          case BYTES ->
              (in, row, out) -> {
                byte[] bytes = BytesText.parse(in.getString(0, row));
                ((BytesVector) out).set(row, bytes, 0, bytes.length);
              };
          case INTERVAL ->
              (in, row, out) ->
                  ArrayCasts.set(out, row, IntervalText.parse(in.getString(0, row)).bytes());
          case TIMESTAMP_TZ -> null;
          case TEXT, CHAR, JSON, JSONB, ARRAY ->
              throw new IllegalArgumentException("text is not parsed as " + type);
        };
    return parser != null ? context -> parser : TextCasts::instantParser;
  }

  private static RowFunction instantParser(EvaluationContext context) {
    SessionZone zone = context.zone();
    return (in, row, out) ->
        ((LongVector) out).set(row, TimestampText.parse(in.getString(0, row), zone));
  }

  /** A value as TEXT or CHAR, fitted into the length of the type. */
  static @Nullable Expression toText(Expression operand, ColumnType type, CastMode mode) {
    ColumnType from = operand.type();
    if (Coercion.isText(from)) {
      return fit(operand, type, mode);
    }
    if (from.kind() == ColumnKind.JSON || from.kind() == ColumnKind.JSONB) {
      return fit(JsonCasts.same(operand, TEXT), type, mode);
    }
    if (from.kind() == ColumnKind.ARRAY) {
      return fit(ArrayCasts.print(operand), type, mode);
    }
    Function<EvaluationContext, RowFunction> printer = printer(from);
    return fit(new RowCall("cast_" + TEXT, TEXT, List.of(operand), printer), type, mode);
  }

  private static Function<EvaluationContext, RowFunction> printer(ColumnType from) {
    return switch (from.kind()) {
      case BOOLEAN ->
          printing((in, row, out) -> out.append(BooleanText.print(in.getLong(0, row) != 0)));
      case INT16, INT32, INT64 ->
          printing((in, row, out) -> IntegerText.print(in.getLong(0, row), out));
      case FLOAT32 ->
          printing((in, row, out) -> DoubleText.printFloat((float) in.getDouble(0, row), out));
      case FLOAT64 -> printing((in, row, out) -> DoubleText.print(in.getDouble(0, row), out));
      case DECIMAL, NUMERIC -> printing(TextCasts::printDecimal);
      case DATE -> printing((in, row, out) -> DateText.print(in.getLong(0, row), out));
      case TIME -> printing((in, row, out) -> TimeText.print(in.getLong(0, row), out));
      case TIMESTAMP -> printing((in, row, out) -> TimestampText.print(in.getLong(0, row), out));
      case TIMESTAMP_TZ ->
          context -> {
            SessionZone zone = context.zone();
            return printer((in, row, out) -> TimestampText.print(in.getLong(0, row), zone, out));
          };
      case UUID ->
          printing(
              (in, row, out) ->
                  UuidText.print(in.bytes(0).array(row), in.bytes(0).start(row), out));
      case BYTES ->
          printing(
              (in, row, out) -> {
                BytesVector bytes = in.bytes(0);
                BytesText.print(bytes.array(row), bytes.start(row), bytes.length(row), out);
              });
      case INTERVAL ->
          printing(
              (in, row, out) -> {
                BytesVector bytes = in.bytes(0);
                IntervalText.print(Interval.read(bytes.array(row), bytes.start(row)), out);
              });
      case TEXT, CHAR, JSON, JSONB, ARRAY ->
          throw new IllegalArgumentException(from + " is not printed");
    };
  }

  private static void printDecimal(Arguments in, int row, AsciiBuilder out) {
    DecimalVector decimals = (DecimalVector) in.vector(0);
    if (decimals.isBig(row)) {
      DecimalText.print(decimals.get(row), out);
    } else {
      DecimalText.print(decimals.values()[row], decimals.scale(), out);
    }
  }

  /** Writes the value of a row as text. */
  @FunctionalInterface
  private interface Printer {
    void print(Arguments in, int row, AsciiBuilder out);
  }

  private static Function<EvaluationContext, RowFunction> printing(Printer printer) {
    return context -> printer(printer);
  }

  private static RowFunction printer(Printer printer) {
    AsciiBuilder text = new AsciiBuilder();
    return (in, row, out) -> {
      printer.print(in, row, text.clear());
      ((BytesVector) out).append(row, text.array(), 0, text.length());
    };
  }

  private static Expression fit(Expression text, ColumnType type, CastMode mode) {
    ColumnType from = text.type();
    boolean fits =
        type.precision() == 0 || (from.precision() > 0 && from.precision() <= type.precision());
    boolean toChar = type.kind() == ColumnKind.CHAR;
    if (fits && (!toChar || from.kind() == ColumnKind.CHAR)) {
      return Retyped.of(text, type);
    }
    int limit = type.precision() == 0 ? Integer.MAX_VALUE : type.precision();
    RowFunction fitter =
        (in, row, out) -> fit(in.bytes(0), row, limit, toChar, mode, (BytesVector) out);
    return new RowCall("cast_" + type, type, List.of(text), context -> fitter);
  }

  private static void fit(
      BytesVector in, int row, int limit, boolean toChar, CastMode mode, BytesVector out) {
    byte[] array = in.array(row);
    int start = in.start(row);
    int end = start + in.length(row);
    int cut = in.length(row) <= limit ? end : Utf8.skip(array, start, end, limit);
    if (cut < end && mode == CastMode.ASSIGNMENT && Utf8.trimEnd(array, cut, end) > cut) {
      throw new SqlError(
          "22001",
          "value too long for type character" + (toChar ? "(" : " varying(") + limit + ")");
    }
    int kept = toChar ? Utf8.trimEnd(array, start, cut) : cut;
    out.set(row, array, start, kept - start);
  }
}
