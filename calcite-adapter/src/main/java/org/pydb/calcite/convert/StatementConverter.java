package org.pydb.calcite.convert;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlWithItemTableRef;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.RowsOperator;
import org.pydb.calcite.parser.QueryColumn;
import org.pydb.calcite.rel.LogicalFunctionRows;
import org.pydb.calcite.rel.LogicalRecursiveUnion;
import org.pydb.calcite.rel.LogicalWorkingTable;
import org.pydb.calcite.rel.RecursiveUnion.Recursion;

/**
 * Calcite's converter, but for five things. Queries that refer to themselves become {@link
 * LogicalRecursiveUnion}s: each place that uses such a query gets a recursion of its own, by
 * another number. And the elements of arrays that are written out become rows ({@link ArrayRows}),
 * as do those that ASOF joins find ({@link AsofRows}). The columns of a row share its query ({@link
 * RowQueries}). And joins by columns that are several tables' ask for the right one ({@link
 * CommonColumnJoins}).
 */
class StatementConverter extends SqlToRelConverter {

  /** The recursions whose steps are being converted. */
  private final IdentityHashMap<SqlWithItem, Recursion> converted = new IdentityHashMap<>();

  /** The queries of which columns are wanted, by the name of their row. */
  private final Map<String, RelNode> rows = new HashMap<>();

  StatementConverter(
      RelOptTable.ViewExpander viewExpander,
      SqlValidator validator,
      Prepare.CatalogReader catalogReader,
      RelOptCluster cluster,
      SqlRexConvertletTable convertletTable,
      Config config) {
    super(viewExpander, validator, catalogReader, cluster, convertletTable, config);
  }

  @Override
  protected RelNode convertSetOp(SqlCall call) {
    SqlValidatorNamespace rows = namespace(call);
    SqlNode enclosing = rows == null ? null : rows.getEnclosingNode();
    return call.getKind() == SqlKind.UNION
            && enclosing instanceof SqlWithItem item
            && item.recursive.booleanValue()
        ? recursion(call, item)
        : super.convertSetOp(call);
  }

  /** A row of which several columns are wanted is converted once. */
  @Override
  protected RelRoot convertQueryRecursive(
      SqlNode query, boolean top, @Nullable RelDataType targetRowType) {
    SqlNode whole = QueryColumn.whole(query);
    if (whole == null) {
      return super.convertQueryRecursive(query, top, targetRowType);
    }
    SqlIdentifier name = (SqlIdentifier) ((SqlSelect) query).getSelectList().get(0);
    String column = name.names.get(name.names.size() - 1);
    RelNode row =
        rows.computeIfAbsent(
            Objects.requireNonNull(QueryColumn.row(column)),
            none -> convertQueryRecursive(whole, false, null).project());
    int at = Integer.parseInt(column.substring(column.indexOf('.') + 1)) - 1;
    RelNode one =
        LogicalProject.create(
            row, List.of(), List.of(rexBuilder.makeInputRef(row, at)), List.of(column), Set.of());
    return RelRoot.of(one, SqlKind.SELECT);
  }

  private @Nullable SqlValidatorNamespace namespace(SqlNode node) {
    return validator().getNamespace(node);
  }

  private SqlValidator validator() {
    return Objects.requireNonNull(validator);
  }

  private RelNode recursion(SqlCall union, SqlWithItem item) {
    RelNode seed = convertQueryRecursive(union.operand(0), false, null).project();
    Recursion recursion =
        new Recursion(
            cluster.createCorrel().getId(),
            item.name.getSimple(),
            ((SqlSetOperator) union.getOperator()).isAll(),
            Objects.requireNonNull(namespace(item)).getRowType());
    Recursion around = converted.put(item, recursion);
    RelNode step = convertQueryRecursive(union.operand(1), false, null).project();
    if (around == null) {
      converted.remove(item);
    } else {
      converted.put(item, around);
    }
    return new LogicalRecursiveUnion(seed, step, recursion);
  }

  /** The rows of a function, over a row of its arguments. */
  private RelNode functionRows(LogicalTableFunctionScan scan) {
    RexCall call = (RexCall) scan.getCall();
    RowsOperator operator = (RowsOperator) call.getOperator();
    List<RexNode> arguments = operator.arguments(rexBuilder, call.getOperands(), scan.getRowType());
    List<String> names =
        IntStream.range(0, arguments.size()).mapToObj(i -> "argument" + i).toList();
    RelNode row =
        LogicalProject.create(
            LogicalValues.createOneRow(cluster), List.of(), arguments, names, Set.of());
    return new LogicalFunctionRows(
        row, operator.function(scan.getRowType()), operator.isNumbered(), scan.getRowType());
  }

  @Override
  protected void convertFrom(
      Blackboard bb, @Nullable SqlNode from, @Nullable List<String> fieldNames) {
    Recursion recursion =
        from instanceof SqlWithItemTableRef reference
            ? converted.get(reference.getWithItem())
            : null;
    if (recursion == null) {
      super.convertFrom(bb, from, fieldNames);
      if (from != null && from.getKind() == SqlKind.UNNEST) {
        bb.setRoot(ArrayRows.of(bb.root()), true);
      }
      if (from instanceof SqlJoin written && bb.root() instanceof LogicalJoin join) {
        bb.setRoot(
            CommonColumnJoins.compared((SqlValidatorImpl) validator(), written, join), false);
      }
      if (bb.root() instanceof LogicalAsofJoin join) {
        bb.setRoot(AsofRows.of(join), false);
      }
      if (from != null && bb.root() instanceof LogicalTableFunctionScan scan) {
        bb.setRoot(functionRows(scan), true);
      }
    } else {
      bb.setRoot(new LogicalWorkingTable(cluster, recursion), true);
    }
  }
}
