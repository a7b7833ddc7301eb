package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.MergeClause;
import org.pydb.calcite.parser.MergeStatement;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.TreeCopy;
import org.pydb.calcite.rex.PydbRexBuilder;

/**
 * The two sides of a MERGE, how they are paired, and where their columns stand in pairs:
 *
 * <pre>
 *   columns of the source   [$source]   columns of the table   $key
 * </pre>
 *
 * {@code $source} is there if rows of the table without a match matter; it is NULL for these.
 */
final class MergeSides {

  /** As a table, this gives what {@code merge_action()} says. */
  private static final String ACTION = "merge_action";

  private final SqlNode source;
  private final String sourceName;
  private final TargetTable target;
  private final String targetName;
  private final SqlNode condition;
  private final boolean hasInserts;
  private final boolean hasLeftovers;
  private final int width;

  /** How many columns the source has, once it is known. */
  private int sourceWidth;

  private MergeSides(MergeStatement merge, TargetTable target) {
    this.target = target;
    SqlIdentifier alias = merge.alias();
    targetName = alias == null ? target.definition().name() : alias.getSimple();
    sourceName = name(merge.source());
    source = TreeCopy.of(named(merge.source(), sourceName));
    condition = target.unqualified(merge.condition());
    hasInserts = has(merge, MergeClause.Rows.NOT_MATCHED);
    hasLeftovers = has(merge, MergeClause.Rows.NOT_MATCHED_BY_SOURCE);
    width = target.definition().visibleCount();
  }

  static MergeSides of(MergeStatement merge, TargetTable target) {
    return new MergeSides(merge, target);
  }

  private static boolean has(MergeStatement merge, MergeClause.Rows rows) {
    return merge.clauses().stream().anyMatch(clause -> ((MergeClause) clause).rows() == rows);
  }

  private static String name(SqlNode source) {
    if (source.getKind() == SqlKind.AS) {
      return ((SqlIdentifier) ((SqlCall) source).operand(1)).getSimple();
    }
    if (source instanceof SqlIdentifier table) {
      return table.names.get(table.names.size() - 1);
    }
    throw new PlacedError(source, "42601", "the source of MERGE must have an alias");
  }

  private static SqlNode named(SqlNode source, String name) {
    return source.getKind() == SqlKind.AS ? source : as(source, name);
  }

  private static SqlNode as(SqlNode table, String name) {
    SqlParserPos place = table.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(place, table, new SqlIdentifier(name, place));
  }

  // ------------------------------------------------------------------ pairs

  /** The query for all pairs that matter. */
  SqlSelect pairs(Planning planning) {
    SqlParserPos place = source.getParserPosition();
    JoinType type = hasInserts ? JoinType.LEFT : JoinType.INNER;
    if (hasLeftovers) {
      type = hasInserts ? JoinType.FULL : JoinType.RIGHT;
    }
    SqlNode left = TreeCopy.of(source);
    SqlNode join =
        new SqlJoin(
            place,
            hasLeftovers ? marked(left) : left,
            SqlLiteral.createBoolean(false, place),
            type.symbol(place),
            target.keyedAs(planning, targetName),
            JoinConditionType.ON.symbol(place),
            condition);
    return PlainSelect.of(place, List.of(SqlIdentifier.star(place)), join, null);
  }

  /** The source with a column that is never NULL. */
  private SqlNode marked(SqlNode rows) {
    SqlParserPos place = source.getParserPosition();
    List<SqlNode> items =
        List.of(
            SqlIdentifier.star(place),
            SqlStdOperatorTable.AS.createCall(
                place, SqlLiteral.createBoolean(true, place), new SqlIdentifier("$source", place)));
    return as(PlainSelect.of(place, items, rows, null), sourceName);
  }

  /** Says how many columns pairs have. */
  void count(int columns) {
    sourceWidth = columns - width - 1 - (hasLeftovers ? 1 : 0);
  }

  private int targetFirst() {
    return sourceWidth + (hasLeftovers ? 1 : 0);
  }

  /** Where the key of the table's row stands in pairs. */
  int key() {
    return targetFirst() + width;
  }

  /** Whether a pair is one that a clause is for. */
  RexNode guard(MergeClause.Rows rows, RelNode pairs) {
    RexBuilder rex = PydbRexBuilder.INSTANCE;
    RexNode key = rex.makeInputRef(pairs, key());
    RexNode hasTarget = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, key);
    if (!hasLeftovers) {
      return rows == MergeClause.Rows.MATCHED
          ? hasTarget
          : rex.makeCall(SqlStdOperatorTable.IS_NULL, key);
    }
    RexNode marker = rex.makeInputRef(pairs, sourceWidth);
    RexNode hasSource = rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, marker);
    return switch (rows) {
      case MATCHED -> rex.makeCall(SqlStdOperatorTable.AND, hasTarget, hasSource);
      case NOT_MATCHED -> rex.makeCall(SqlStdOperatorTable.IS_NULL, key);
      case NOT_MATCHED_BY_SOURCE -> rex.makeCall(SqlStdOperatorTable.IS_NULL, marker);
    };
  }

  // ------------------------------------------------------------------ what clauses see

  /** What a clause sees. */
  SqlNode from(MergeClause.Rows rows) {
    return switch (rows) {
      case MATCHED -> ChangePlanning.comma(TreeCopy.of(source), target.as(targetName));
      case NOT_MATCHED -> TreeCopy.of(source);
      case NOT_MATCHED_BY_SOURCE -> target.as(targetName);
    };
  }

  /** Where a column that a clause sees stands in pairs. */
  int place(MergeClause.Rows rows, int column) {
    return switch (rows) {
      case MATCHED -> placeOfReturned(column);
      case NOT_MATCHED -> column;
      case NOT_MATCHED_BY_SOURCE -> targetFirst() + column;
    };
  }

  // ------------------------------------------------------------------ RETURNING

  /** Where a column of source or table stands in pairs, by its place in RETURNING's FROM. */
  int placeOfReturned(int column) {
    return column < sourceWidth ? column : targetFirst() + column - sourceWidth;
  }

  /** In RETURNING's FROM, what {@code merge_action()} gives. */
  int actionColumn() {
    return sourceWidth + width;
  }

  @Nullable ReturnedColumns returned(
      Planning planning, @Nullable SqlNodeList items, int inputFirst) {
    if (items == null) {
      return null;
    }
    SqlParserPos place = items.getParserPosition();
    SqlNode action =
        SqlStdOperatorTable.AS.createCall(
            place,
            PlainSelect.of(
                place, List.of(as(SqlLiteral.createCharString("", place), ACTION)), null, null),
            new SqlIdentifier(ACTION, place),
            new SqlIdentifier(ACTION, place));
    return ReturnedColumns.of(
        planning,
        withoutStars((SqlNodeList) target.unqualified(items)),
        ChangePlanning.comma(
            ChangePlanning.comma(TreeCopy.of(source), target.as(targetName)), action),
        sourceWidth,
        width,
        inputFirst);
  }

  /** A star is all of the source, then all of the table; {@code merge_action()} is a column. */
  private SqlNodeList withoutStars(SqlNodeList items) {
    List<SqlNode> all = new ArrayList<>();
    for (SqlNode item : items) {
      if (item instanceof SqlIdentifier name && name.isStar() && name.names.size() == 1) {
        all.add(star(sourceName, name));
        all.add(star(targetName, name));
      } else {
        SqlNode named = item.accept(new ActionNames());
        all.add(named == null ? item : named);
      }
    }
    return new SqlNodeList(all, items.getParserPosition());
  }

  private static SqlIdentifier star(String table, SqlNode place) {
    return SqlIdentifier.star(
        List.of(table, ""),
        place.getParserPosition(),
        List.of(place.getParserPosition(), place.getParserPosition()));
  }

  private static final class ActionNames extends SqlShuttle {
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      boolean isAction =
          call.operandCount() == 0 && call.getOperator().getName().equalsIgnoreCase(ACTION);
      return isAction
          ? new SqlIdentifier(List.of(ACTION, ACTION), call.getParserPosition())
          : super.visit(call);
    }
  }
}
