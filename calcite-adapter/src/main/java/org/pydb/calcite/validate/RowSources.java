package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;

/**
 * What stands in FROM of a query, with its columns in order, told before names are resolved: {@link
 * InnerNames} and {@link RowsFunctionNames} have named those of queries and of functions.
 */
final class RowSources {

  /**
   * One of them.
   *
   * @param columns null if they cannot be told
   * @param neverNull a column of a table that is NOT NULL; null if there is none
   * @param mayBeMissing whether an outer join may give no row of it
   * @param types of the columns of a table; empty for others
   */
  record Source(
      String alias,
      @Nullable List<String> columns,
      @Nullable String neverNull,
      boolean mayBeMissing,
      List<RelDataType> types) {

    /** The type of a column; null if it is not known. */
    @Nullable RelDataType type(int column) {
      return column < types.size() ? types.get(column) : null;
    }
  }

  private final PydbCatalogReader catalog;
  private final Map<String, SqlWithItem> queries;
  private final List<Source> sources = new ArrayList<>();

  /**
   * Those of a query.
   *
   * @param queries of WITH that it may name
   */
  RowSources(PydbCatalogReader catalog, Map<String, SqlWithItem> queries, @Nullable SqlNode from) {
    this.catalog = catalog;
    this.queries = queries;
    if (from != null) {
      add(from, false);
    }
  }

  /** The one of an alias; null if there is none. */
  @Nullable Source named(String alias) {
    return sources.stream().filter(source -> source.alias.equals(alias)).findFirst().orElse(null);
  }

  /** The one of which a name, {@code t} or {@code t.*}, is the whole row; null if there is none. */
  @Nullable Source ofRow(SqlIdentifier name) {
    boolean isRow = name.isSimple() || (name.isStar() && name.names.size() == 2);
    return isRow ? named(name.names.get(0)) : null;
  }

  /** The one that there is; null if there are several, or if it has no alias. */
  @Nullable Source only() {
    return sources.size() == 1 ? sources.get(0) : null;
  }

  /** Whether the columns of all are known. */
  boolean areKnown() {
    return sources.stream().allMatch(source -> source.columns != null);
  }

  /** Whether one of them is known to have such a column. */
  boolean hasColumn(String name) {
    return sources.stream()
        .map(Source::columns)
        .anyMatch(columns -> columns != null && columns.contains(name));
  }

  private void add(SqlNode from, boolean mayBeMissing) {
    if (from instanceof SqlJoin join) {
      add(join.getLeft(), mayBeMissing || join.getJoinType().generatesNullsOnLeft());
      add(join.getRight(), mayBeMissing || join.getJoinType().generatesNullsOnRight());
    } else if (from instanceof SqlIdentifier table) {
      add(table.names.get(table.names.size() - 1), table, List.of(), mayBeMissing);
    } else if (from instanceof SqlCall as && from.getKind() == SqlKind.AS) {
      List<SqlNode> operands = as.getOperandList();
      add(
          name(operands.get(1)),
          operands.get(0),
          operands.subList(2, operands.size()),
          mayBeMissing);
    }
  }

  private void add(String alias, SqlNode rows, List<SqlNode> names, boolean mayBeMissing) {
    List<String> columns = renamed(columns(rows), names);
    SqlValidatorTable table = rows instanceof SqlIdentifier name ? table(name) : null;
    sources.add(
        new Source(
            alias,
            columns,
            table == null ? null : neverNull(table, columns),
            mayBeMissing,
            table == null ? List.of() : types(table)));
  }

  private static List<RelDataType> types(SqlValidatorTable table) {
    return table.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
  }

  private static @Nullable List<String> renamed(
      @Nullable List<String> columns, List<SqlNode> names) {
    List<String> renamed = new ArrayList<>(names.stream().map(RowSources::name).toList());
    if (columns != null && columns.size() > renamed.size()) {
      renamed.addAll(columns.subList(renamed.size(), columns.size()));
    }
    return columns == null && names.isEmpty() ? null : renamed;
  }

  private static String name(SqlNode identifier) {
    return ((SqlIdentifier) identifier).getSimple();
  }

  private static @Nullable String neverNull(
      SqlValidatorTable table, @Nullable List<String> columns) {
    for (RelDataTypeField field : table.getRowType().getFieldList()) {
      if (!field.getType().isNullable() && columns != null) {
        return columns.get(field.getIndex());
      }
    }
    return null;
  }

  private @Nullable SqlValidatorTable table(SqlIdentifier name) {
    return isQuery(name) ? null : catalog.getTable(name.names);
  }

  private boolean isQuery(SqlIdentifier name) {
    return name.isSimple() && queries.containsKey(name.getSimple());
  }

  /** The columns of a table, a query or a function; null if they cannot be told. */
  private @Nullable List<String> columns(SqlNode rows) {
    if (rows instanceof SqlIdentifier name) {
      SqlValidatorTable table = table(name);
      return table != null
          ? table.getRowType().getFieldNames()
          : isQuery(name) ? ofQuery(Objects.requireNonNull(queries.get(name.getSimple()))) : null;
    }
    if (!(rows instanceof SqlCall call)) {
      return null;
    }
    return switch (call.getKind()) {
      case LATERAL, UNION, INTERSECT, EXCEPT, ORDER_BY, EXPLICIT_TABLE ->
          columns(call.<SqlNode>operand(0));
      case SELECT -> items((SqlSelect) call);
      default -> null;
    };
  }

  /** A query sees what is before it, and itself, if it is recursive. */
  private @Nullable List<String> ofQuery(SqlWithItem item) {
    Map<String, SqlWithItem> before = new HashMap<>(queries);
    before.remove(item.name.getSimple());
    List<String> columns = new RowSources(catalog, before, null).columns(item.query);
    return renamed(columns, item.columnList == null ? List.of() : item.columnList.getList());
  }

  private @Nullable List<String> items(SqlSelect select) {
    RowSources from = new RowSources(catalog, queries, select.getFrom());
    List<String> names = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      if (item.getKind() == SqlKind.AS) {
        names.add(name(((SqlCall) item).operand(1)));
      } else if (item instanceof SqlIdentifier column && column.isStar()) {
        List<String> stars = from.star(column, select.getFrom());
        if (stars == null) {
          return null;
        }
        names.addAll(stars);
      } else if (item instanceof SqlIdentifier column) {
        names.add(column.names.get(column.names.size() - 1));
      } else {
        return null;
      }
    }
    return names;
  }

  private @Nullable List<String> star(SqlIdentifier star, @Nullable SqlNode from) {
    if (star.names.size() > 1) {
      Source source = named(star.names.get(star.names.size() - 2));
      return source == null ? null : source.columns;
    }
    JoinedColumns all = JoinedColumns.of(catalog, queries, from);
    return all.isComplete() ? all.names() : null;
  }
}
