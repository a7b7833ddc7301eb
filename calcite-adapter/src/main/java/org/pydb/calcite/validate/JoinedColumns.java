package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.validate.RowSources.Source;

/**
 * The columns that can be named without a table, in a query with some FROM: those of its tables,
 * but of the columns that {@code USING} names, or {@code NATURAL JOIN} finds, one for both sides.
 */
final class JoinedColumns {

  /**
   * One of them.
   *
   * @param type null if it is not known yet
   * @param value writes it with its tables, for a place in the text
   * @param typed the same as a value of the type that both sides have in common
   * @param isCommon whether it is one of several tables
   */
  record Column(
      String name,
      @Nullable RelDataType type,
      Function<SqlParserPos, SqlNode> value,
      Function<SqlParserPos, SqlNode> typed,
      boolean isCommon) {}

  private final List<Column> columns = new ArrayList<>();
  private boolean isComplete = true;

  private JoinedColumns() {}

  /**
   * Those of a FROM.
   *
   * @param queries of WITH that it may name
   */
  static JoinedColumns of(
      PydbCatalogReader catalog, Map<String, SqlWithItem> queries, @Nullable SqlNode from) {
    JoinedColumns joined = new JoinedColumns();
    if (from instanceof SqlJoin join) {
      joined.join(
          join, of(catalog, queries, join.getLeft()), of(catalog, queries, join.getRight()));
    } else if (from != null) {
      joined.addTable(new RowSources(catalog, queries, from));
    }
    return joined;
  }

  /** Those of both sides of a join, as its condition sees them. */
  static JoinedColumns ofBoth(JoinedColumns left, JoinedColumns right) {
    JoinedColumns both = new JoinedColumns();
    both.add(left);
    both.add(right);
    return both;
  }

  /** All of them that have a name. */
  List<Column> named(String name) {
    return columns.stream().filter(column -> column.name.equals(name)).toList();
  }

  /** The names of all of them, in the order of {@code *}. */
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether there is no other. */
  boolean isComplete() {
    return isComplete;
  }

  private void add(JoinedColumns side) {
    columns.addAll(side.columns);
    isComplete &= side.isComplete;
  }

  private void addTable(RowSources sources) {
    Source table = sources.only();
    List<String> names = table == null ? null : table.columns();
    if (table == null || names == null) {
      isComplete = false;
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      List<String> name = List.of(table.alias(), names.get(i));
      Function<SqlParserPos, SqlNode> value = place -> new SqlIdentifier(name, place);
      columns.add(new Column(names.get(i), table.type(i), value, value, false));
    }
  }

  private void join(SqlJoin join, JoinedColumns left, JoinedColumns right) {
    List<String> names = new ArrayList<>();
    for (String name : commonNames(join, left, right)) {
      List<Column> ofLeft = left.named(name);
      List<Column> ofRight = right.named(name);
      refuseSeveral(join, name, "left", ofLeft);
      refuseSeveral(join, name, "right", ofRight);
      if (ofLeft.isEmpty() || ofRight.isEmpty()) {
        isComplete = false; // There is none, or nobody knows yet.
      } else {
        columns.add(common(join.getJoinType(), ofLeft.get(0), ofRight.get(0)));
        names.add(name);
      }
    }
    left.columns.removeIf(column -> names.contains(column.name));
    right.columns.removeIf(column -> names.contains(column.name));
    add(left);
    add(right);
  }

  private static List<String> commonNames(SqlJoin join, JoinedColumns left, JoinedColumns right) {
    if (join.isNatural()) {
      return left.columns.stream()
          .map(Column::name)
          .distinct()
          .filter(name -> !right.named(name).isEmpty())
          .toList();
    }
    return join.getConditionType() == JoinConditionType.USING
        ? SqlIdentifier.simpleNames((SqlNodeList) Objects.requireNonNull(join.getCondition()))
        : List.of();
  }

  private static void refuseSeveral(SqlJoin join, String name, String side, List<Column> columns) {
    if (columns.size() > 1) {
      throw new PlacedError(
          join.isNatural() ? join : Objects.requireNonNull(join.getCondition()),
          "42702",
          "common column name \"" + name + "\" appears more than once in " + side + " table");
    }
  }

  private static Column common(JoinType type, Column left, Column right) {
    Function<SqlParserPos, SqlNode> value =
        switch (type) {
          case FULL -> place -> either(place, left.value, right.value);
          case RIGHT -> right.value;
          default -> left.value;
        };
    boolean hasOneType =
        left.type != null
            && right.type != null
            && SqlTypeUtil.equalSansNullability(left.type, right.type);
    Function<SqlParserPos, SqlNode> typed =
        type == JoinType.FULL || !hasOneType
            ? place -> either(place, left.typed, right.typed)
            : type == JoinType.RIGHT ? right.typed : left.typed;
    return new Column(left.name, hasOneType ? left.type : null, value, typed, true);
  }

  private static SqlNode either(
      SqlParserPos place,
      Function<SqlParserPos, SqlNode> left,
      Function<SqlParserPos, SqlNode> right) {
    return SqlStdOperatorTable.COALESCE.createCall(place, left.apply(place), right.apply(place));
  }
}
