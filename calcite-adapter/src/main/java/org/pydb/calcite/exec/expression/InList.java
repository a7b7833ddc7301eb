package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.BytesSet;
import org.pydb.calcite.exec.store.Hash;
import org.pydb.calcite.exec.store.LongSet;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * IN and NOT IN with a list of literals, which stand in a hash set: one that is made with the
 * expression, or with each execution if the plan leaves some of them open.
 *
 * <p>{@code x IN (…)} is true if the set holds x; otherwise NULL if x is NULL or the list has a
 * NULL; otherwise false.
 */
final class InList extends Expression implements Negatable {
  private final boolean in;
  private final List<Expression> list;
  private final boolean hasNull;

  /** Null if some are known to the execution alone. */
  private final @Nullable Members known;

  /**
   * A test.
   *
   * @param in false for NOT IN
   * @param list literals of the operand's type, some of which may be {@link OpenLiteral}s
   */
  InList(boolean in, Expression operand, List<? extends Expression> list) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(operand));
    this.in = in;
    this.list = List.copyOf(list);
    hasNull = list.stream().anyMatch(InList::isNull);
    known = list.stream().allMatch(Literal.class::isInstance) ? members(null) : null;
  }

  private static boolean isNull(Expression each) {
    return each instanceof Literal literal && literal.isNull();
  }

  /**
   * The members.
   *
   * @param context where the open ones are; null if there are none
   */
  private Members members(@Nullable EvaluationContext context) {
    List<Object> values = new ArrayList<>();
    for (Expression each : list) {
      if (each instanceof Literal literal) {
        Object value = literal.value();
        if (value != null) {
          values.add(value);
        }
      } else if (each instanceof OpenLiteral open && context != null) {
        values.add(context.literal(open.number()));
      } else {
        throw new IllegalStateException(each + " is not known");
      }
    }
    return Members.of(operands().get(0).type(), values);
  }

  @Override
  public Expression negated() {
    return new InList(!in, operands().get(0), list);
  }

  @Override
  protected String name() {
    return (in ? "in" : "not_in") + list;
  }

  @Override
  public Evaluator evaluator() {
    return new InListEvaluator(operandEvaluators());
  }

  private final class InListEvaluator extends Evaluator {
    private final LongVector result = new LongVector();
    private @Nullable Members opened = known;

    InListEvaluator(Evaluator[] operands) {
      super(operands);
    }

    @Override
    public void open(EvaluationContext context) {
      super.open(context);
      if (known == null) {
        opened = InList.this.members(context);
      }
    }

    private Members members() {
      Members members = opened;
      if (members == null) {
        throw new IllegalStateException("not open");
      }
      return members;
    }

    @Override
    public int select(Batch batch, int[] rows, int count, int[] selected) {
      Vector operand = operand(0).evaluate(batch, rows, count);
      if (!in && hasNull) {
        return 0;
      }
      Members members = members();
      int found = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        selected[found] = row;
        found += (!operand.isNull(row) && members.contain(operand, row) == in) ? 1 : 0;
      }
      return found;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      Vector operand = operand(0).evaluate(batch, rows, count);
      Members members = members();
      result.reset(batch.size());
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (operand.isNull(row)) {
          result.setNull(row);
        } else if (members.contain(operand, row)) {
          result.set(row, in ? 1 : 0);
        } else if (hasNull) {
          result.setNull(row);
        } else {
          result.set(row, in ? 0 : 1);
        }
      }
      return result;
    }
  }

  /** The values of the list. Immutable; shared. */
  @FunctionalInterface
  private interface Members {

    /** Whether the value at a position, which is not NULL, is in the list. */
    boolean contain(Vector vector, int row);

    static Members of(ColumnType type, List<Object> values) {
      Vector vector = Vector.of(type);
      vector.reset(values.size());
      for (int i = 0; i < values.size(); i++) {
        vector.setObject(i, values.get(i));
      }
      if (vector instanceof LongVector longs) {
        LongSet set = new LongSet(Arrays.copyOf(longs.values(), values.size()));
        return (given, row) -> set.contains(((LongVector) given).get(row));
      }
      if (vector instanceof DoubleVector doubles) {
        long[] bits = new long[values.size()];
        Arrays.setAll(bits, i -> Hash.bits(doubles.get(i)));
        LongSet set = new LongSet(bits);
        return (given, row) -> set.contains(Hash.bits(((DoubleVector) given).get(row)));
      }
      if (vector instanceof BytesVector bytes) {
        List<byte[]> runs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          runs.add(bytes.getBytes(i));
        }
        return ofBytes(new BytesSet(runs));
      }
      return ofDecimals((DecimalVector) vector, values.size());
    }

    private static Members ofBytes(BytesSet set) {
      return (given, row) -> {
        BytesVector bytes = (BytesVector) given;
        return set.contains(bytes.array(row), bytes.start(row), bytes.length(row));
      };
    }

    private static Members ofDecimals(DecimalVector decimals, int count) {
      TreeSet<BigDecimal> all = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        all.add(decimals.get(i));
      }
      LongSet set =
          new LongSet(decimals.hasBigs() ? new long[0] : Arrays.copyOf(decimals.values(), count));
      boolean plain = !decimals.hasOwnScales() && !decimals.hasBigs();
      return (given, row) -> {
        DecimalVector vector = (DecimalVector) given;
        if (plain && !vector.isBig(row)) {
          return set.contains(vector.values()[row]);
        }
        return all.contains(vector.get(row));
      };
    }
  }
}
