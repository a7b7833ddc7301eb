package org.pydb.calcite.bridge;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.calcite.adapter.enumerable.AggAddContext;
import org.apache.calcite.adapter.enumerable.AggContext;
import org.apache.calcite.adapter.enumerable.AggImplementor;
import org.apache.calcite.adapter.enumerable.AggResetContext;
import org.apache.calcite.adapter.enumerable.AggResultContext;
import org.apache.calcite.adapter.enumerable.WinAggImplementor;
import org.apache.calcite.adapter.enumerable.WinAggResultContext;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableAggFunction;
import org.apache.calcite.sql.SqlAggFunction;

/**
 * Window functions that look at positions only, but that Calcite computes otherwise than SQL says:
 * its NTILE mixes short and long tiles, and its NTH_VALUE looks beyond the frame.
 */
final class FrameFunction implements ImplementableAggFunction, WinAggImplementor {

  /** Which function. */
  enum Kind {
    /** NTILE(tiles). */
    TILE,
    /** NTH_VALUE(value, n). */
    NTH
  }

  private final Kind kind;
  private final RelDataType type;

  private FrameFunction(Kind kind, RelDataType type) {
    this.kind = kind;
    this.type = type;
  }

  static SqlAggFunction operator(Kind kind, RelDataType type) {
    return OwnAggregate.operator("own_" + kind, type, new FrameFunction(kind, type));
  }

  /**
   * The tile of a row, from 1: of 10 rows in 4 tiles the first two have three rows, the others two.
   */
  static long tile(int tiles, int row, int rowCount) {
    int size = rowCount / tiles;
    int longTiles = rowCount % tiles;
    int inLongTiles = longTiles * (size + 1);
    return row < inLongTiles ? row / (size + 1) + 1L : (row - inLongTiles) / size + longTiles + 1L;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.of();
  }

  @Override
  public RelDataType getReturnType(RelDataTypeFactory typeFactory) {
    return type;
  }

  @Override
  public AggImplementor getImplementor(boolean windowContext) {
    return this;
  }

  @Override
  public List<Type> getStateType(AggContext info) {
    return List.of();
  }

  @Override
  public void implementReset(AggContext info, AggResetContext reset) {}

  @Override
  public void implementAdd(AggContext info, AggAddContext add) {}

  @Override
  public boolean needCacheWhenFrameIntact() {
    return false;
  }

  @Override
  public Expression implementResult(AggContext info, AggResultContext result) {
    WinAggResultContext frame = (WinAggResultContext) result;
    List<RexNode> arguments = frame.rexArguments();
    return kind == Kind.TILE ? tile(frame, arguments) : nth(info, frame, arguments);
  }

  private static Expression tile(WinAggResultContext frame, List<RexNode> arguments) {
    Expression tiles =
        frame.rowTranslator(frame.index()).translateList(List.of(arguments.get(0))).get(0);
    return Expressions.call(
        BridgeContext.class, "tile", tiles, frame.index(), frame.getPartitionRowCount());
  }

  private static Expression nth(
      AggContext info, WinAggResultContext frame, List<RexNode> arguments) {
    Expression n =
        frame.rowTranslator(frame.index()).translateList(List.of(arguments.get(1))).get(0);
    Expression row =
        frame
            .currentBlock()
            .append(
                "nthRow",
                Expressions.add(
                    frame.startIndex(), Expressions.subtract(n, Expressions.constant(1))));
    ParameterExpression value =
        Expressions.parameter(0, info.returnType(), frame.currentBlock().newName("nth"));
    frame.currentBlock().add(Expressions.declare(0, value, null));
    BlockBuilder found = frame.nestBlock();
    found.add(
        Expressions.statement(
            Expressions.assign(
                value,
                Expressions.convert_(
                    frame.rowTranslator(row).translateList(List.of(arguments.get(0))).get(0),
                    value.type))));
    frame.exitBlock();
    frame
        .currentBlock()
        .add(
            Expressions.ifThenElse(
                frame.rowInFrame(row),
                found.toBlock(),
                Expressions.statement(
                    Expressions.assign(value, Expressions.constant(null, value.type)))));
    return value;
  }
}
