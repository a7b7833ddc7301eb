package org.pydb.calcite.validate;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.validate.RowSources.Source;

/**
 * Lets the rows of a table in FROM be counted, and be sorted by, under its alias:
 *
 * <pre>
 *   count(t.*)          →  count(*), or where a join may leave the row out, count(t.id)
 *   order by t desc     →  order by t.a desc, t.b desc
 * </pre>
 *
 * A column goes before a table of the same name, and in ORDER BY a label does.
 */
final class RowUses extends FromVisitor {

  private RowUses(PydbCatalogReader catalog) {
    super(catalog);
  }

  /** Writes out those of a statement, in place. */
  static void writeOut(SqlNode statement, PydbCatalogReader catalog) {
    if (isUsed(statement, RowUses::mayUseRow)) {
      statement.accept(new RowUses(catalog));
    }
  }

  private static boolean mayUseRow(SqlCall call) {
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect) {
      return order.orderList.stream().anyMatch(key -> value(key) instanceof SqlIdentifier);
    }
    return isCount(call) && call.operand(0) instanceof SqlIdentifier name && !isPlainStar(name);
  }

  private static boolean isCount(SqlCall call) {
    return call instanceof SqlBasicCall
        && call.operandCount() == 1
        && call.getOperator().getName().equalsIgnoreCase("count");
  }

  private static boolean isPlainStar(SqlIdentifier name) {
    return name.isStar() && name.names.size() == 1;
  }

  /** What a key of ORDER BY sorts by. */
  private static SqlNode value(SqlNode key) {
    return isDirected(key) ? value(((SqlCall) key).operand(0)) : key;
  }

  private static boolean isDirected(SqlNode key) {
    return switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> true;
      default -> false;
    };
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (isCount(call) && call.operand(0) instanceof SqlIdentifier name) {
      Source source = source(name);
      if (source != null) {
        call.setOperand(0, counted(call, name, source));
      }
    }
    return super.visit(call);
  }

  /** Whose row is meant; null if it is a column, or nothing that is known. */
  private @Nullable Source source(SqlIdentifier name) {
    for (RowSources sources : around()) {
      Source source = sources.ofRow(name);
      if (name.isSimple() && (sources.hasColumn(name.getSimple()) || !sources.areKnown())) {
        return null;
      }
      if (source != null) {
        return source;
      }
    }
    return null;
  }

  private static SqlNode counted(SqlCall count, SqlIdentifier name, Source source) {
    if (count.getFunctionQuantifier() != null) {
      throw new PlacedError(
          name, "0A000", "counting DISTINCT rows of a table is not supported: name the columns");
    }
    if (!source.mayBeMissing()) {
      return SqlIdentifier.star(name.getParserPosition());
    }
    String present = source.neverNull();
    if (present == null) {
      throw new PlacedError(
          name,
          "0A000",
          "the join may leave the row of \""
              + source.alias()
              + "\" out, and it has no column that is NOT NULL to tell: count a column of it");
    }
    return column(name.getParserPosition(), source, present);
  }

  /** Puts the columns of rows in their places in ORDER BY. */
  @Override
  void visitOrder(SqlNodeList keys, SqlSelect select) {
    for (int i = keys.size() - 1; i >= 0; i--) {
      SqlNode key = keys.get(i);
      Source source =
          value(key) instanceof SqlIdentifier name && !isLabel(select, name) ? source(name) : null;
      if (source != null) {
        keys.remove(i);
        keys.addAll(i, columns(key, source));
      }
    }
    super.visitOrder(keys, select);
  }

  private static boolean isLabel(SqlSelect select, SqlIdentifier name) {
    return name.isSimple()
        && select.getSelectList().stream()
            .anyMatch(item -> name.getSimple().equals(ColumnLabels.of(item)));
  }

  private static List<SqlNode> columns(SqlNode key, Source source) {
    List<String> columns = source.columns();
    boolean isOfNulls = key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST;
    if (columns == null || isOfNulls) {
      throw new PlacedError(
          key,
          "0A000",
          isOfNulls
              ? "NULLS FIRST and NULLS LAST are not supported behind a whole row: name the columns"
              : "the columns of \"" + source.alias() + "\" cannot be told here: name them");
    }
    return columns.stream()
        .map(column -> directed(key, column(value(key).getParserPosition(), source, column)))
        .toList();
  }

  private static SqlNode directed(SqlNode key, SqlNode column) {
    return key instanceof SqlCall descending && isDirected(key)
        ? descending.getOperator().createCall(key.getParserPosition(), column)
        : column;
  }

  private static SqlNode column(SqlParserPos position, Source source, String column) {
    return new SqlIdentifier(List.of(source.alias(), column), position);
  }
}
