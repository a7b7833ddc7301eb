package org.pydb.calcite.bridge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.parser.GroupsFrame;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Window functions: Calcite's operator partitions and sorts the rows and finds the frames. It also
 * numbers and moves rows; aggregates over frames are ours, and so are the functions that it
 * computes otherwise than SQL says.
 *
 * <p>Arguments are computed into columns behind the input's, which are dropped again. The only
 * constants that are left for Calcite's code are offsets.
 */
final class WindowTranslation {
  private static final int OFFSET_MAX = 1 << 30;

  private final BridgeBuilder builder;
  private final ScalarTranslation scalars;
  private final Window window;
  private final RelNode input;
  private final int inputCount;

  /** The input's columns and behind them the arguments. */
  private final List<RexNode> columns;

  private final List<RexLiteral> offsets = new ArrayList<>();
  private final List<RelDataType> resultTypes = new ArrayList<>();

  WindowTranslation(
      BridgeBuilder builder, ScalarTranslation scalars, Window window, RelNode input) {
    this.builder = builder;
    this.scalars = scalars;
    this.window = window;
    this.input = input;
    inputCount = input.getRowType().getFieldCount();
    columns = builder.columns(input, 0, inputCount);
  }

  RelNode translate() {
    List<List<Call>> calls = new ArrayList<>();
    for (Window.Group group : window.groups) {
      calls.add(group.aggCalls.stream().map(call -> call(group, call)).toList());
    }
    RelNode rows = builder.calc(input, columns, null);
    List<Window.Group> groups = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      groups.add(group(window.groups.get(i), calls.get(i)));
    }
    List<RelDataType> types = BridgeBuilder.columns(rows);
    List<RelDataType> allTypes = new ArrayList<>(types);
    allTypes.addAll(resultTypes);
    LogicalWindow logical =
        new LogicalWindow(
            builder.cluster(),
            builder.cluster().traitSetOf(EnumerableConvention.INSTANCE),
            List.of(),
            rows,
            offsets,
            builder.rowType(allTypes),
            groups);
    ConverterRule rule = EnumerableRules.ENUMERABLE_WINDOW_RULE;
    RelNode computed = rule.convert(logical);
    if (computed == null) {
      throw new IllegalStateException("no window for " + window);
    }
    List<RexNode> wanted = builder.columns(computed, 0, inputCount);
    wanted.addAll(builder.columns(computed, types.size(), allTypes.size()));
    return builder.calc(computed, wanted, null);
  }

  /**
   * A function over a window, in Calcite's terms.
   *
   * @param arguments columns of the input, or behind them offsets, as -1 - number
   */
  private record Call(SqlAggFunction function, RelDataType type, List<Integer> arguments) {}

  private Call call(Window.Group group, Window.RexWinAggCall call) {
    SqlAggFunction function = (SqlAggFunction) call.getOperator();
    if (call.ignoreNulls) {
      throw BridgeErrors.unsupported("IGNORE NULLS");
    }
    if (call.distinct) {
      throw BridgeErrors.unsupported("DISTINCT in a window function");
    }
    if (group.exclude != RexWindowExclusion.EXCLUDE_NO_OTHER) {
      // Calcite forgets to compute a frame anew that only excludes another row.
      throw BridgeErrors.unsupported("a frame with EXCLUDE");
    }
    switch (function.getKind()) {
      case ROW_NUMBER, RANK, DENSE_RANK -> {
        return result(function, notNullNumber(), List.of());
      }
      case NTILE -> {
        int tiles = offset(call, 0, 1, "22014", "argument of ntile must be greater than zero");
        return result(
            FrameFunction.operator(FrameFunction.Kind.TILE, notNullNumber()),
            notNullNumber(),
            List.of(tiles));
      }
      case LAG, LEAD -> {
        return shift(function, call);
      }
      case FIRST_VALUE, LAST_VALUE -> {
        RelDataType type = builder.carrier(ScalarTranslation.type(call.getType()));
        return result(function, type, List.of(value(call, 0)));
      }
      case NTH_VALUE -> {
        int n = offset(call, 1, 1, "22016", "argument of nth_value must be greater than zero");
        RelDataType type = builder.carrier(ScalarTranslation.type(call.getType()));
        return result(
            FrameFunction.operator(FrameFunction.Kind.NTH, type), type, List.of(value(call, 0), n));
      }
      default -> {
        return aggregate(call, function);
      }
    }
  }

  private Call result(SqlAggFunction function, RelDataType type, List<Integer> arguments) {
    resultTypes.add(type);
    return new Call(function, type, arguments);
  }

  private RelDataType notNullNumber() {
    return builder.types().createSqlType(SqlTypeName.BIGINT);
  }

  private Call shift(SqlAggFunction function, Window.RexWinAggCall call) {
    List<Integer> arguments = new ArrayList<>();
    arguments.add(value(call, 0));
    if (call.getOperands().size() > 1) {
      arguments.add(offset(call, 1, -OFFSET_MAX, "22023", ""));
    }
    if (call.getOperands().size() > 2) {
      arguments.add(value(call, 2));
    }
    RelDataType type = builder.carrier(ScalarTranslation.type(call.getType()));
    return result(function, type, arguments);
  }

  private Call aggregate(Window.RexWinAggCall call, SqlAggFunction function) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      types.add("a" + i, operand(call, i).getType());
      ordinals.add(i);
    }
    RelDataType argumentTypes = types.build();
    AggregateCall plain =
        AggregateCall.create(
            function,
            false,
            false,
            false,
            List.of(),
            ordinals,
            -1,
            null,
            RelCollations.EMPTY,
            call.getType(),
            null);
    BridgePlan.Aggregate own = AggregateTranslation.compile(plain, argumentTypes);
    if (own == null) {
      throw BridgeErrors.unsupported(
          "the window function " + function.getName() + " of " + argumentTypes);
    }
    List<Integer> arguments =
        own.argument() == null ? List.of() : List.of(append(operand(call, 0), own.argument()));
    return result(builder.aggregate(own), builder.carrier(own.result()), arguments);
  }

  // ------------------------------------------------------------------ arguments

  /** What an operand stands for, over the input's columns. */
  private RexNode operand(Window.RexWinAggCall call, int index) {
    RexNode operand = call.getOperands().get(index);
    return operand instanceof RexInputRef reference && reference.getIndex() >= inputCount
        ? window.constants.get(reference.getIndex() - inputCount)
        : operand;
  }

  /** A column with an operand, as a value of the result's type. */
  private int value(Window.RexWinAggCall call, int index) {
    return append(operand(call, index), ScalarTranslation.type(call.getType()));
  }

  private int append(RexNode node, ColumnType type) {
    if (node instanceof RexInputRef reference
        && ScalarTranslation.isSame(ScalarTranslation.type(node.getType()), type)) {
      return reference.getIndex();
    }
    columns.add(scalars.translate(node, type, index -> builder.column(input, index)));
    return columns.size() - 1;
  }

  /** An operand that must be a whole number that stands in the statement. */
  private int offset(
      Window.RexWinAggCall call, int index, int least, String state, String tooSmall) {
    RexNode operand = operand(call, index);
    if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
      throw BridgeErrors.unsupported(
          call.getOperator().getName() + " with an offset that is no number in the statement");
    }
    long value = clamped(literal);
    if (value < least) {
      throw new SqlError(state, tooSmall);
    }
    return addOffset(value);
  }

  private int addOffset(long value) {
    offsets.add(
        builder
            .rex()
            .makeExactLiteral(
                BigDecimal.valueOf(value), builder.types().createSqlType(SqlTypeName.INTEGER)));
    return -offsets.size();
  }

  /** No partition has so many rows that more would make a difference. */
  private static long clamped(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    if (value == null || value.stripTrailingZeros().scale() > 0) {
      throw BridgeErrors.unsupported("an offset that is no whole number");
    }
    BigDecimal most = BigDecimal.valueOf(OFFSET_MAX);
    return value.min(most).max(most.negate()).longValueExact();
  }

  // ------------------------------------------------------------------ frames

  private Window.Group group(Window.Group group, List<Call> calls) {
    List<Window.RexWinAggCall> own = new ArrayList<>();
    int ordinal = group.aggCalls.isEmpty() ? 0 : group.aggCalls.get(0).ordinal;
    for (Call call : calls) {
      List<RexNode> operands = new ArrayList<>();
      for (int argument : call.arguments()) {
        operands.add(argument < 0 ? offsetReference(-1 - argument) : columnReference(argument));
      }
      own.add(
          new Window.RexWinAggCall(
              SqlParserPos.ZERO, call.function(), call.type(), operands, ordinal++, false, false));
    }
    return new Window.Group(
        group.keys,
        group.isRows,
        bound(group, group.lowerBound, "starting"),
        bound(group, group.upperBound, "ending"),
        group.exclude,
        BridgeCompiler.order(group.orderKeys),
        own);
  }

  private RexNode columnReference(int column) {
    return new RexInputRef(column, columns.get(column).getType());
  }

  private RexNode offsetReference(int number) {
    return new RexInputRef(columns.size() + number, offsets.get(number).getType());
  }

  private RexWindowBound bound(Window.Group group, RexWindowBound bound, String which) {
    RexNode offset = bound.getOffset();
    if (offset == null) {
      return bound;
    }
    RexNode constant =
        offset instanceof RexInputRef reference && reference.getIndex() >= inputCount
            ? window.constants.get(reference.getIndex() - inputCount)
            : offset;
    if (!(constant instanceof RexLiteral literal)
        || literal.isNull()
        || literal.getValueAs(BigDecimal.class) == null) {
      throw BridgeErrors.unsupported("a frame with an offset that is no number in the statement");
    }
    if (!group.isRows) {
      checkRange(group);
    } else if (GroupsFrame.isMarked(Objects.requireNonNull(literal.getValueAs(BigDecimal.class)))) {
      throw BridgeErrors.unsupported("a frame in GROUPS");
    }
    long value = clamped(literal);
    if (value < 0) {
      throw new SqlError("22013", "frame " + which + " offset must not be negative");
    }
    RexNode number = offsetReference(-1 - addOffset(value));
    return bound.isPreceding()
        ? RexWindowBounds.preceding(number)
        : RexWindowBounds.following(number);
  }

  /** Calcite computes the ends of such frames with 64 bits, upward only, and not from NULL. */
  private void checkRange(Window.Group group) {
    List<RelFieldCollation> keys = group.orderKeys.getFieldCollations();
    RelFieldCollation key = keys.get(0);
    RelDataType type =
        window.getInput().getRowType().getFieldList().get(key.getFieldIndex()).getType();
    ColumnKind kind = ScalarTranslation.type(type).kind();
    boolean isExact =
        keys.size() == 1
            && !key.getDirection().isDescending()
            && !type.isNullable()
            && (kind == ColumnKind.INT16 || kind == ColumnKind.INT32);
    if (!isExact) {
      throw BridgeErrors.unsupported(
          "RANGE with an offset, unless ordered upward by one smallint or integer that is not null,");
    }
  }
}
