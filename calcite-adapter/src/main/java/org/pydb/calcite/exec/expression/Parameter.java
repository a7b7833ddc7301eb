package org.pydb.calcite.exec.expression;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.AsciiBuilder;
import org.pydb.calcite.exec.text.DecimalText;
import org.pydb.calcite.exec.text.DoubleText;
import org.pydb.calcite.exec.value.LargeBytes;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A parameter of the statement, converted to the type that its place asks for. A value of another
 * kind goes through the cast and, unless it was text, must come back through the opposite cast as
 * the same value: so nothing is rounded or cut.
 */
final class Parameter extends Expression {
  private final int index;

  /** Whether a large value may stay where it is, and a reference stand for it. */
  private final boolean passesLarge;

  Parameter(int index, ColumnType type) {
    this(index, type, false);
  }

  private Parameter(int index, ColumnType type, boolean passesLarge) {
    super(type, List.of());
    this.index = index;
    this.passesLarge = passesLarge;
  }

  /** This parameter, for those who know references. */
  Parameter passLarge() {
    return new Parameter(index, type(), type().kind().mayBeLarge());
  }

  boolean passesLarge() {
    return passesLarge;
  }

  @Override
  public Evaluator evaluator() {
    return new ParameterEvaluator(index, type(), passesLarge);
  }

  @Override
  protected String name() {
    return "?" + index;
  }

  private static final class ParameterEvaluator extends ConstantEvaluator {
    private final int index;
    private final ColumnType type;
    private final boolean passesLarge;
    private @Nullable EvaluationContext context;

    ParameterEvaluator(int index, ColumnType type, boolean passesLarge) {
      super(type);
      this.index = index;
      this.type = type;
      this.passesLarge = passesLarge;
    }

    @Override
    public void open(EvaluationContext newContext) {
      if (!newContext.parameters().isBound(index)) {
        throw new SqlError("07001", "parameter " + (index + 1) + " has no value");
      }
      context = newContext;
      forget();
    }

    @Override
    protected void write(Vector vector) {
      EvaluationContext now = context;
      if (now == null) {
        throw new IllegalStateException("the evaluator is not open");
      }
      ParameterValues values = now.parameters();
      ColumnKind kind = values.kind(index);
      if (kind == null) {
        vector.setNull(0);
      } else if (fits(kind, type.kind())) {
        bind(values, kind, vector);
      } else {
        vector.setObject(0, convert(values, kind, now));
        checkNoReference(vector);
      }
    }

    /** What was made of a text must not be taken for a reference. */
    private void checkNoReference(Vector vector) {
      if (passesLarge
          && !vector.isNull(0)
          && vector instanceof BytesVector bytes
          && LargeReference.is(bytes.array(0), bytes.start(0), bytes.length(0))) {
        throw new SqlError(
            "22023",
            "parameter "
                + (index + 1)
                + " is the text of bytes that look like a reference to a large value: bind them as"
                + " bytes");
      }
    }

    /** Whether each value of one kind is a value of the other, in the same vector. */
    private static boolean fits(ColumnKind from, ColumnKind to) {
      return (from == to && from != ColumnKind.ARRAY)
          || (to == ColumnKind.INT64 && (from == ColumnKind.INT16 || from == ColumnKind.INT32))
          || (to == ColumnKind.INT32 && from == ColumnKind.INT16)
          || (to == ColumnKind.TEXT && from == ColumnKind.CHAR)
          || (to == ColumnKind.FLOAT64 && from == ColumnKind.FLOAT32);
    }

    private void bind(ParameterValues values, ColumnKind kind, Vector vector) {
      if (vector instanceof LongVector longs) {
        longs.set(0, values.getLong(index));
      } else if (vector instanceof DoubleVector doubles) {
        doubles.set(0, values.getDouble(index));
      } else if (vector instanceof DecimalVector decimals) {
        decimals.set(0, (BigDecimal) boxed(values, kind));
      } else {
        byte[] bytes =
            passesLarge && values.large(index) != null
                ? values.reference(index).toBytes()
                : (byte[]) boxed(values, kind);
        ((BytesVector) vector).set(0, bytes, 0, bytes.length);
      }
    }

    private Object boxed(ParameterValues values, ColumnKind kind) {
      Object object = values.getObject(index);
      if (object instanceof String text) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
      if (object instanceof LargeSource source) {
        return LargeBytes.read(source);
      }
      if (object != null) {
        return object;
      }
      return kind == ColumnKind.FLOAT32 || kind == ColumnKind.FLOAT64
          ? (Object) values.getDouble(index)
          : (Object) values.getLong(index);
    }

    private @Nullable Object convert(
        ParameterValues values, ColumnKind kind, EvaluationContext now) {
      if (kind == ColumnKind.ARRAY) {
        return array(values, now);
      }
      Literal given = given(values, kind);
      ColumnType target = Coercion.isText(type) ? ColumnType.of(type.kind()) : type;
      Expression cast = Casts.cast(given, target, CastMode.ASSIGNMENT);
      if (cast == null) {
        throw new SqlError(
            "42804",
            "parameter " + (index + 1) + " is of type " + kind + ", and " + type + " is needed");
      }
      Object converted = ConstantFolding.evaluate(cast, now);
      boolean viaText = Coercion.isText(given.type()) || Coercion.isText(type);
      if (!viaText && isChanged(given, converted, now)) {
        throw new SqlError(
            "22003",
            "parameter "
                + (index + 1)
                + ": the value "
                + given
                + " cannot be converted to "
                + type
                + " without loss");
      }
      return converted;
    }

    /** An array comes as text; its elements are cast one by one. */
    private @Nullable Object array(ParameterValues values, EvaluationContext now) {
      Literal text = Literal.of(ColumnType.of(ColumnKind.TEXT), values.getObject(index));
      Expression given = Casts.mustCast(text, requireNonNull(values.type(index)));
      Expression cast = Casts.cast(given, type, CastMode.ASSIGNMENT);
      if (cast == null) {
        throw new SqlError(
            "42804", "parameter " + (index + 1) + " is an array, and " + type + " is needed");
      }
      return ConstantFolding.evaluate(cast, now);
    }

    private boolean isChanged(Literal given, @Nullable Object converted, EvaluationContext now) {
      Expression back =
          Casts.cast(Literal.ofBoxed(type, converted), given.type(), CastMode.EXPLICIT);
      Expression same =
          back == null ? null : ComparisonFunctions.compare(Comparison.EQUAL, back, given);
      return same != null && !Long.valueOf(1).equals(ConstantFolding.evaluate(same, now));
    }

    /** The value as it was bound; a double for a decimal place as all its digits. */
    private Literal given(ParameterValues values, ColumnKind kind) {
      Object value = boxed(values, kind);
      if (value instanceof Double number && Coercion.isDecimal(type)) {
        AsciiBuilder digits = new AsciiBuilder();
        if (kind == ColumnKind.FLOAT32) {
          DoubleText.printFloat(number.floatValue(), digits);
        } else {
          DoubleText.print(number, digits);
        }
        BigDecimal decimal = DecimalText.parse(digits.toString());
        return Literal.of(ColumnType.of(ColumnKind.NUMERIC), decimal);
      }
      return Literal.of(ColumnType.of(kind), value);
    }

    @Override
    public void close() {
      context = null;
    }
  }
}
