package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.table.RowCheck;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.TreeCopy;
import org.pydb.calcite.parser.ViewShape;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * A view through which the rows of a table are changed. In statements that do, the table stands in
 * FROM in the view's place, with the view's names for its columns:
 *
 * <pre>
 *   create view v as select t.b as x from s.t as t where t.c > 0
 *   update v set x = x + 1
 *   →  update s.t, found by select x + 1 from (select t.a as "$0", t.b as x, t.c as "$2", t."$key"
 *                                               from s.t as t where t.c > 0) as v
 * </pre>
 *
 * <p>All columns of the table are there, in its order, since what changes rows counts them; those
 * that the view does not have go by names that nobody writes.
 */
final class UpdatableView {
  private static final SqlParserPos NONE = SqlParserPos.ZERO;

  private final ViewDefinition view;
  private final ViewShape shape;
  private final PydbTable table;

  /** The view over which this one is; null if it is over the table. */
  private final @Nullable UpdatableView below;

  private UpdatableView(
      ViewDefinition view, ViewShape shape, PydbTable table, @Nullable UpdatableView below) {
    this.view = view;
    this.shape = shape;
    this.table = table;
    this.below = below;
  }

  /**
   * A view that a statement names.
   *
   * @throws PlacedError 55000 if its rows are not those of one table
   */
  static UpdatableView of(Planning planning, PydbView named, SqlIdentifier place) {
    ViewDefinition view = named.definition();
    planning.relyOn(named);
    ViewShape shape;
    try {
      shape = ViewShape.of(ViewQuery.of(view).parse());
    } catch (SqlError e) {
      throw refused(view, place, String.valueOf(e.getMessage()));
    }
    PydbView over = planning.reader().findView(shape.table().names);
    UpdatableView below = over == null ? null : of(planning, over, place);
    PydbTable table = below == null ? planning.reader().find(shape.table().names) : below.table;
    if (table == null || table.isSystem() || table.definition().isMaterialized()) {
      throw refused(view, place, "the rows of \"" + shape.table() + "\" are only read");
    }
    return new UpdatableView(view, shape, table, below);
  }

  private static PlacedError refused(ViewDefinition view, SqlNode place, String reason) {
    return new PlacedError(
        place, "55000", "cannot change rows of view \"" + view.name() + "\": " + reason);
  }

  /** The table whose rows are changed. */
  PydbTable table() {
    return table;
  }

  String name() {
    return view.name();
  }

  /** What people call the columns. */
  List<String> columns() {
    return view.columns().stream().map(ColumnDefinition::name).toList();
  }

  /** Where a column of the view stands in the table; -1 if there is none. */
  int ordinal(String column) {
    int at = columns().indexOf(column);
    if (at < 0) {
      return -1;
    }
    String name = shape.columns().get(at);
    return below == null ? table.definition().columnOrdinal(name) : below.ordinal(name);
  }

  /** Where its columns stand in the table. */
  List<Integer> ordinals() {
    return columns().stream().map(this::ordinal).toList();
  }

  /** What the columns of the table are called in the view. */
  private List<String> names() {
    List<Integer> ordinals = ordinals();
    return IntStream.range(0, table.getRowType().getFieldCount())
        .mapToObj(
            column ->
                ordinals.contains(column) ? columns().get(ordinals.indexOf(column)) : "$" + column)
        .toList();
  }

  /** The table in FROM, by an alias: any row, in the view or not. */
  SqlNode as(String alias) {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(new SqlIdentifier(table.getQualifiedName(), NONE));
    operands.add(new SqlIdentifier(alias, NONE));
    names().forEach(name -> operands.add(new SqlIdentifier(name, NONE)));
    return SqlStdOperatorTable.AS.createCall(NONE, operands);
  }

  /**
   * The rows of the view in FROM, with their keys in the table, by an alias.
   *
   * @param keyed the table with its key column, by an alias
   */
  SqlNode keyedAs(Function<String, SqlNode> keyed, String alias) {
    List<String> inner = below == null ? table.getRowType().getFieldNames() : below.names();
    List<String> outer = names();
    List<SqlNode> items = new ArrayList<>();
    for (int i = 0; i < outer.size(); i++) {
      items.add(named(inner.get(i), outer.get(i)));
    }
    items.add(named(PydbTable.KEY_COLUMN, PydbTable.KEY_COLUMN));
    SqlNode from = below == null ? keyed.apply(shape.alias()) : below.keyedAs(keyed, shape.alias());
    return SqlStdOperatorTable.AS.createCall(
        NONE, PlainSelect.of(NONE, items, from, condition()), new SqlIdentifier(alias, NONE));
  }

  private SqlNode named(String inner, String outer) {
    return SqlStdOperatorTable.AS.createCall(
        NONE,
        new SqlIdentifier(List.of(shape.alias(), inner), NONE),
        new SqlIdentifier(outer, NONE));
  }

  private @Nullable SqlNode condition() {
    return shape.condition() == null ? null : TreeCopy.of(shape.condition());
  }

  /** What WITH CHECK OPTION wants of new rows, over the columns of the table. */
  List<RowCheck> checks(Planning planning) {
    List<RowCheck> checks = new ArrayList<>();
    addChecks(planning, false, checks);
    return checks;
  }

  private void addChecks(Planning planning, boolean isCascaded, List<RowCheck> checks) {
    String option = view.attributes().get(ViewDefinition.CHECK_OPTION);
    boolean cascades = isCascaded || ViewDefinition.CASCADED.equals(option);
    if (below != null) {
      below.addChecks(planning, cascades, checks);
    }
    SqlNode condition = condition();
    if (condition != null && (cascades || option != null)) {
      RelDataType truth =
          PydbTypeFactory.INSTANCE.builder().add("$condition", SqlTypeName.BOOLEAN).build();
      SqlNode from =
          below == null
              ? SqlStdOperatorTable.AS.createCall(
                  NONE,
                  new SqlIdentifier(table.getQualifiedName(), NONE),
                  new SqlIdentifier(shape.alias(), NONE))
              : below.as(shape.alias());
      RowExpressions made =
          RowExpressions.of(
              planning,
              List.of(SqlStdOperatorTable.IS_TRUE.createCall(NONE, condition)),
              from,
              truth,
              "views WITH CHECK OPTION");
      checks.add(RowCheck.ofView(view.name(), made.compiler().compile(made.values().get(0))));
    }
  }
}
