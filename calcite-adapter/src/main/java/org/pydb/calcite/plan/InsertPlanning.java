package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.table.InsertNode;
import org.pydb.calcite.exec.table.ModifyNode;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;

/**
 * Plans INSERT. Its source is planned as a query whose rows get a value for each column of the
 * table: from the source, from the column's default, or NULL.
 */
final class InsertPlanning {
  private final Planning planning;
  private final InsertStatement insert;
  private final TargetTable target;
  private final List<Integer> given;

  private InsertPlanning(Planning planning, InsertStatement insert) {
    this.planning = planning;
    this.insert = insert;
    this.target = TargetTable.find(planning, insert.getTargetTable());
    this.given = given();
  }

  static PlannedStatement plan(Planning planning, InsertStatement insert) {
    return new InsertPlanning(planning, insert).plan();
  }

  /** The columns that the source gives values for, in its order. */
  private List<Integer> given() {
    SqlNodeList names = insert.getTargetColumnList();
    return names != null ? target.ordinals(names) : target.visible();
  }

  private PlannedStatement plan() {
    if (insert.isDefaultRow()) {
      return planned(RowSource.ofRow(defaults(), target));
    }
    GivenValues.check(target, given, insert.getSource(), insert.overriding());
    SqlNode source = completeSource();
    SqlNode validated = planning.validator().validateSource(source, target.types(given));
    int count = planning.validator().getValidatedNodeType(validated).getFieldCount();
    if (count > given.size()) {
      throw new PlacedError(
          insert.getSource(), "42601", "INSERT has more values than target columns");
    }
    if (count < given.size() && insert.getTargetColumnList() != null) {
      throw new PlacedError(
          insert.getSource(), "42601", "INSERT has more target columns than values");
    }
    if (source.getKind() != SqlKind.VALUES) {
      GivenValues.check(target, given, source, insert.overriding(), count);
    }
    RelRoot root = planning.convert(validated);
    List<RexNode> values = assign(root.rel, validated, count);
    return planned(RowSource.of(planning, root, values, target));
  }

  private PlannedStatement planned(RowSource rows) {
    SqlIdentifier alias = insert.alias();
    String name = alias == null ? target.relation() : alias.getSimple();
    SqlNodeList items = insert.returning();
    ReturnedColumns returned =
        ReturnedColumns.of(
            planning,
            target.returned(items, name, false),
            target.as(name),
            0,
            target.definition().visibleCount(),
            target.definition().columns().size());
    ConflictPlan conflict = ConflictPlan.of(planning, target, name, insert.onConflict());
    ModifyNode plan =
        new InsertNode(
            target.table().layout(),
            rows.plan(),
            target.rules(planning),
            conflict == null ? null : conflict.action(),
            returned == null ? null : returned.node());
    String title = "Insert on " + target.definition().name();
    List<String> details = conflict == null ? List.of() : conflict.details();
    return PlannedStatement.ofChange(planning, title, details, plan, rows.explanation(), returned);
  }

  // ------------------------------------------------------------------ the source

  /** The source with DEFAULT and what is not given at all written out. */
  private SqlNode completeSource() {
    SqlNode source = insert.getSource();
    if (source.getKind() == SqlKind.VALUES && source instanceof SqlCall values) {
      for (SqlNode row : values.getOperandList()) {
        fillDefaults((SqlCall) row);
      }
    }
    return source;
  }

  private void fillDefaults(SqlCall row) {
    for (int i = 0; i < row.operandCount(); i++) {
      if (row.operand(i).getKind() == SqlKind.DEFAULT && i < given.size()) {
        row.setOperand(i, target.defaultOrNull(given.get(i)));
      }
    }
  }

  // ------------------------------------------------------------------ the values

  /** The defaults of all columns. */
  private List<RexNode> defaults() {
    List<RexNode> values = new ArrayList<>();
    for (int column = 0; column < target.definition().columns().size(); column++) {
      RexNode value = Defaults.of(planning, target.table(), column);
      values.add(Assignment.of(value, target.column(column), insert.getTargetTable()));
    }
    return values;
  }

  /** A value for each column of the table, over the columns of the source. */
  private List<RexNode> assign(RelNode source, SqlNode validated, int count) {
    RexBuilder builder = PydbRexBuilder.INSTANCE;
    List<RexNode> values = new ArrayList<>();
    for (int column = 0; column < target.definition().columns().size(); column++) {
      int at = given.indexOf(column);
      boolean isGiven = at >= 0 && at < count && !isOverridden(target.column(column));
      RexNode value =
          isGiven
              ? builder.makeInputRef(source, at)
              : Defaults.of(planning, target.table(), column);
      SqlNode place = isGiven ? place(validated, at) : insert.getTargetTable();
      values.add(Assignment.of(value, target.column(column), place));
    }
    return values;
  }

  /** Whether a column takes a number of its own, whatever it is given. */
  private boolean isOverridden(ColumnDefinition column) {
    Identity identity = column.identity();
    return insert.overriding() == InsertStatement.Overriding.USER
        && identity != null
        && identity.kind() != Identity.Kind.SERIAL;
  }

  /** Where the source has the value of a column, as far as it can be told. */
  private SqlNode place(SqlNode source, int column) {
    if (source instanceof SqlSelect select && column < select.getSelectList().size()) {
      return SqlUtil.stripAs(select.getSelectList().get(column));
    }
    if (source.getKind() == SqlKind.VALUES
        && ((SqlCall) source).operand(0) instanceof SqlCall row
        && column < row.operandCount()) {
      return row.operand(column);
    }
    return insert.getSource();
  }
}
