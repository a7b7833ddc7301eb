package org.pydb.calcite.rex;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.window.WindowCall;
import org.pydb.calcite.exec.window.WindowFrame;
import org.pydb.calcite.exec.window.WindowFrame.Bound;
import org.pydb.calcite.exec.window.WindowFrame.Exclusion;
import org.pydb.calcite.exec.window.WindowFrame.Mode;
import org.pydb.calcite.exec.window.WindowFrame.Place;
import org.pydb.calcite.exec.window.WindowFunction;
import org.pydb.calcite.parser.GroupsFrame;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Compiles the window functions of a step. All that they look at becomes a column behind the
 * input's: arguments, offsets, and the values at which a RANGE ends.
 */
public final class WindowCalls {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);

  private final Window window;
  private final RelDataType inputType;
  private final ExpressionCompiler compiler;
  private final List<Expression> columns = new ArrayList<>();
  private final List<WindowCall> calls = new ArrayList<>();

  private WindowCalls(Window window) {
    this.window = window;
    inputType = window.getInput().getRowType();
    compiler = ExpressionCompiler.over(inputType);
    for (int i = 0; i < inputType.getFieldCount(); i++) {
      columns.add(
          Expressions.column(i, ColumnTypes.toColumn(inputType.getFieldList().get(i).getType())));
    }
    for (Window.Group group : window.groups) {
      for (Window.RexWinAggCall call : group.aggCalls) {
        calls.add(call(group, call));
      }
    }
  }

  /** Whether all functions of a step are ours. */
  public static boolean supports(Window window) {
    try {
      compile(window);
      return true;
    } catch (UnsupportedExpression e) {
      return false;
    }
  }

  /** The functions of a step. */
  public static WindowCalls compile(Window window) {
    return new WindowCalls(window);
  }

  /** The input's columns and what the functions look at besides. */
  public List<Expression> columns() {
    return columns;
  }

  /** By which columns rows are divided. */
  public List<Integer> partitionColumns() {
    return window.groups.get(0).keys.asList();
  }

  /** By which columns the rows of a partition are ordered. */
  public List<SortKey> orderKeys() {
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation field : window.groups.get(0).orderKeys.getFieldCollations()) {
      keys.add(new SortKey(field.getFieldIndex(), field.getDirection().isDescending(), false));
    }
    return keys;
  }

  /** The functions, in the order of their columns. */
  public List<WindowCall> calls() {
    return calls;
  }

  // ------------------------------------------------------------------ functions

  private WindowCall call(Window.Group group, Window.RexWinAggCall call) {
    if (call.distinct) {
      throw new UnsupportedExpression("DISTINCT in a window function");
    }
    ColumnType type = ColumnTypes.toColumn(call.getType());
    return switch (call.getOperator().getKind()) {
      case ROW_NUMBER -> place(WindowFunction.ROW_NUMBER, type);
      case RANK -> place(WindowFunction.RANK, type);
      case DENSE_RANK -> place(WindowFunction.DENSE_RANK, type);
      case PERCENT_RANK -> place(WindowFunction.PERCENT_RANK, type);
      case CUME_DIST -> place(WindowFunction.CUME_DIST, type);
      case NTILE -> of(WindowFunction.NTILE, call, WindowFrame.PARTITION, type, INT64);
      case LAG -> of(WindowFunction.LAG, call, WindowFrame.PARTITION, type, type, INT64, type);
      case LEAD -> of(WindowFunction.LEAD, call, WindowFrame.PARTITION, type, type, INT64, type);
      case FIRST_VALUE -> of(WindowFunction.FIRST_VALUE, call, frame(group), type, type);
      case LAST_VALUE -> of(WindowFunction.LAST_VALUE, call, frame(group), type, type);
      case NTH_VALUE -> of(WindowFunction.NTH_VALUE, call, frame(group), type, type, INT64);
      default -> aggregate(group, call);
    };
  }

  private static WindowCall place(WindowFunction function, ColumnType type) {
    return new WindowCall(function, null, List.of(), WindowFrame.PARTITION, false, type);
  }

  private WindowCall of(
      WindowFunction function,
      Window.RexWinAggCall call,
      WindowFrame frame,
      ColumnType type,
      ColumnType... argumentTypes) {
    List<Integer> arguments = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      arguments.add(column(call.getOperands().get(i), argumentTypes[i]));
    }
    return new WindowCall(function, null, arguments, frame, call.ignoreNulls, type);
  }

  private WindowCall aggregate(Window.Group group, Window.RexWinAggCall call) {
    if (call.ignoreNulls) {
      throw new UnsupportedExpression("IGNORE NULLS in an aggregate");
    }
    RelDataTypeFactory.Builder types = window.getCluster().getTypeFactory().builder();
    List<Integer> ordinals = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      ordinals.add(ordinals.size());
      types.add("a" + ordinals.size(), operand.getType());
    }
    AggregateCall plain =
        AggregateCall.create(
            (SqlAggFunction) call.getOperator(),
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
    org.pydb.calcite.exec.operator.AggregateCall own = AggregateCalls.compile(plain, types.build());
    if (own == null
        || own.java() != null
        || (own.rows() != null && !own.rows().order().isEmpty())) {
      throw new UnsupportedExpression("the window function " + call.getOperator().getName());
    }
    List<Integer> arguments = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      arguments.add(column(operand, ColumnTypes.toColumn(operand.getType())));
    }
    return new WindowCall(
        WindowFunction.AGGREGATE, own.function(), arguments, frame(group), false, own.type());
  }

  // ------------------------------------------------------------------ frames

  private WindowFrame frame(Window.Group group) {
    boolean isRange = !group.isRows;
    boolean hasDistance =
        group.lowerBound.getOffset() != null || group.upperBound.getOffset() != null;
    boolean isGroups = isGroups(group.lowerBound) || isGroups(group.upperBound);
    Mode mode = isRange ? Mode.RANGE : isGroups ? Mode.GROUPS : Mode.ROWS;
    if (isRange && hasDistance) {
      return range(group);
    }
    return new WindowFrame(
        mode,
        bound(group.lowerBound),
        bound(group.upperBound),
        exclusion(group.exclude),
        -1,
        false);
  }

  private static boolean isGroups(RexWindowBound bound) {
    return bound.getOffset() instanceof RexLiteral literal
        && !literal.isNull()
        && GroupsFrame.isMarked(requireNonNull(literal.getValueAs(BigDecimal.class)));
  }

  private Bound bound(RexWindowBound bound) {
    RexNode offset = bound.getOffset();
    if (isGroups(bound)) {
      BigDecimal marked =
          requireNonNull(((RexLiteral) requireNonNull(offset)).getValueAs(BigDecimal.class));
      return new Bound(place(bound), add(Expressions.literal(INT64, GroupsFrame.distance(marked))));
    }
    return new Bound(place(bound), offset == null ? -1 : column(offset, INT64));
  }

  private static Place place(RexWindowBound bound) {
    if (bound.isCurrentRow()) {
      return Place.CURRENT;
    }
    if (bound.isUnbounded()) {
      return bound.isPreceding() ? Place.UNBOUNDED_PRECEDING : Place.UNBOUNDED_FOLLOWING;
    }
    return bound.isPreceding() ? Place.PRECEDING : Place.FOLLOWING;
  }

  private static Exclusion exclusion(RexWindowExclusion exclude) {
    return switch (exclude) {
      case EXCLUDE_NO_OTHER -> Exclusion.NOTHING;
      case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
      case EXCLUDE_GROUP -> Exclusion.GROUP;
      case EXCLUDE_TIES -> Exclusion.TIES;
    };
  }

  private WindowFrame range(Window.Group group) {
    List<RelFieldCollation> keys = group.orderKeys.getFieldCollations();
    if (keys.size() != 1) {
      throw new SqlError(
          "42P20", "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
    }
    boolean isDescending = keys.get(0).getDirection().isDescending();
    RexNode key =
        window
            .getCluster()
            .getRexBuilder()
            .makeInputRef(window.getInput(), keys.get(0).getFieldIndex());
    ColumnType keyType = rangeType(ColumnTypes.toColumn(key.getType()));
    return new WindowFrame(
        Mode.RANGE,
        rangeBound(group.lowerBound, key, keyType, isDescending),
        rangeBound(group.upperBound, key, keyType, isDescending),
        exclusion(group.exclude),
        column(key, keyType),
        isDescending);
  }

  /** The type in which distances of a key are computed: one that does not overflow. */
  private static ColumnType rangeType(ColumnType key) {
    return switch (key.kind()) {
      case INT16, INT32, INT64, DECIMAL, NUMERIC -> ColumnType.of(ColumnKind.NUMERIC);
      case FLOAT32, FLOAT64 -> ColumnType.of(ColumnKind.FLOAT64);
      case DATE, TIMESTAMP -> ColumnType.of(ColumnKind.TIMESTAMP);
      case TIMESTAMP_TZ -> ColumnType.of(ColumnKind.TIMESTAMP_TZ);
      default -> throw new UnsupportedExpression("RANGE with an offset over " + key);
    };
  }

  private Bound rangeBound(
      RexWindowBound bound, RexNode key, ColumnType keyType, boolean isDescending) {
    RexNode offset = bound.getOffset();
    if (offset == null) {
      return new Bound(place(bound), -1);
    }
    if (!(offset instanceof RexLiteral literal) || literal.isNull()) {
      throw new UnsupportedExpression("RANGE with an offset that is no literal");
    }
    BigDecimal distance = literal.getValueAs(BigDecimal.class);
    if (distance != null && distance.signum() < 0) {
      throw new SqlError("22013", "invalid preceding or following size in window function");
    }
    boolean isUpward = bound.isPreceding() == isDescending;
    Expression end =
        SqlTypeUtil.isInterval(offset.getType())
            ? moment(key, offset, isUpward)
            : Expressions.call(
                    isUpward ? ScalarFunction.ADD : ScalarFunction.SUBTRACT,
                    keyType,
                    List.of(
                        cast(compiler.compile(key), keyType),
                        cast(compiler.compile(offset), keyType)))
                .orElseThrow(() -> new UnsupportedExpression("RANGE with this offset"));
    return new Bound(place(bound), add(cast(end, keyType)));
  }

  private Expression moment(RexNode key, RexNode interval, boolean isUpward) {
    RexBuilder rex = window.getCluster().getRexBuilder();
    RexNode moment = key;
    if (key.getType().getSqlTypeName() == SqlTypeName.DATE) {
      RelDataType timestamp =
          rex.getTypeFactory()
              .createTypeWithNullability(
                  ColumnTypes.toPlan(ColumnType.of(ColumnKind.TIMESTAMP), true),
                  key.getType().isNullable());
      moment = rex.makeCast(timestamp, key);
    }
    return compiler.compile(
        rex.makeCall(
            moment.getType(),
            isUpward ? SqlStdOperatorTable.DATETIME_PLUS : SqlStdOperatorTable.MINUS_DATE,
            List.of(moment, interval)));
  }

  // ------------------------------------------------------------------ columns

  private int column(RexNode node, ColumnType type) {
    if (node instanceof RexInputRef reference
        && columns.get(reference.getIndex()).type().equals(type)) {
      return reference.getIndex();
    }
    return add(cast(compiler.compile(node), type));
  }

  private int add(Expression expression) {
    columns.add(expression);
    return columns.size() - 1;
  }

  private static Expression cast(Expression expression, ColumnType type) {
    return Expressions.cast(expression, type, CastMode.EXPLICIT)
        .orElseThrow(() -> new UnsupportedExpression("a value of type " + expression.type()));
  }
}
