package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/**
 * Groups by a primary key: all columns of the table have one value in each group then, so they may
 * be selected without an aggregate. Those that a query names are added to its GROUP BY, which
 * changes no group.
 */
final class GroupKeys extends SqlBasicVisitor<@Nullable Void> {
  private final PydbCatalogReader catalog;

  /** Names that mean queries rather than tables somewhere in the statement. */
  private final Set<String> queries = new HashSet<>();

  private GroupKeys(PydbCatalogReader catalog) {
    this.catalog = catalog;
  }

  /** A table of FROM, by the name that it has there. */
  private record Source(String alias, TableDefinition table) {

    List<String> key() {
      PrimaryKey key = table.primaryKey();
      return key == null
          ? List.of()
          : key.columns().stream().map(column -> table.columns().get(column).name()).toList();
    }

    boolean has(String column) {
      return table.columnOrdinal(column) >= 0;
    }
  }

  /** Completes what a statement groups by, in place. */
  static void complete(SqlNode statement, PydbCatalogReader catalog) {
    GroupKeys keys = new GroupKeys(catalog);
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item) {
              keys.queries.add(item.name.getSimple());
            }
            return super.visit(call);
          }
        });
    statement.accept(keys);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order) {
      SqlNode query = order.query instanceof SqlWith with ? with.body : order.query;
      if (query instanceof SqlSelect select) {
        complete(select, order.orderList);
      }
    } else if (call instanceof SqlSelect select) {
      complete(select, SqlNodeList.EMPTY);
    }
    return super.visit(call);
  }

  private void complete(SqlSelect select, SqlNodeList order) {
    SqlNodeList groups = select.getGroup();
    if (groups == null || groups.isEmpty()) {
      return;
    }
    List<SqlIdentifier> grouped = new ArrayList<>();
    for (SqlNode group : groups) {
      if (meant(group, select.getSelectList()) instanceof SqlIdentifier column) {
        grouped.add(column);
      }
    }
    List<Source> sources = new ArrayList<>();
    addSources(select.getFrom(), sources);
    for (Source source : sources) {
      List<String> key = source.key();
      boolean isGrouped =
          !key.isEmpty()
              && key.stream()
                  .allMatch(
                      column -> grouped.stream().anyMatch(name -> means(name, source, column)));
      if (isGrouped) {
        add(source, used(select, order), grouped, groups);
      }
    }
  }

  private static SqlNode meant(SqlNode group, SqlNodeList items) {
    if (group instanceof SqlNumericLiteral number && number.isInteger()) {
      int at = number.intValue(true);
      return at >= 1 && at <= items.size() ? SqlUtil.stripAs(items.get(at - 1)) : group;
    }
    return group;
  }

  private void addSources(@Nullable SqlNode from, List<Source> sources) {
    if (from instanceof SqlJoin join) {
      addSources(join.getLeft(), sources);
      addSources(join.getRight(), sources);
    } else if (from instanceof SqlIdentifier name) {
      addSource(name, name.names.get(name.names.size() - 1), sources);
    } else if (from instanceof SqlCall call
        && call.getKind() == SqlKind.AS
        && call.operandCount() == 2
        && call.operand(0) instanceof SqlIdentifier name
        && call.operand(1) instanceof SqlIdentifier alias) {
      addSource(name, alias.getSimple(), sources);
    }
  }

  private void addSource(SqlIdentifier name, String alias, List<Source> sources) {
    PydbTable table =
        name.isSimple() && queries.contains(name.getSimple()) ? null : catalog.find(name.names);
    if (table != null) {
      sources.add(new Source(alias, table.definition()));
    }
  }

  private static boolean means(SqlIdentifier name, Source source, String column) {
    List<String> names = name.names;
    int last = names.size() - 1;
    return names.get(last).equals(column)
        && (last == 0 || names.get(last - 1).equals(source.alias));
  }

  /** The names in what is computed for each group. */
  private static List<SqlIdentifier> used(SqlSelect select, SqlNodeList order) {
    List<SqlIdentifier> used = new ArrayList<>();
    SqlBasicVisitor<@Nullable Void> names =
        new SqlBasicVisitor<>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            used.add(name);
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.getKind() == SqlKind.OVER && call.operand(0) instanceof SqlCall function) {
              function.getOperandList().forEach(operand -> operand.accept(this));
              return call.operand(1).accept(this);
            }
            boolean isOrdered = call.getKind() == SqlKind.WITHIN_GROUP;
            boolean isFiltered = call.getKind() == SqlKind.FILTER;
            return isOrdered || isFiltered || isAggregate(call.getOperator())
                ? null
                : super.visit(call);
          }
        };
    select.getSelectList().accept(names);
    order.accept(names);
    if (select.getHaving() != null) {
      select.getHaving().accept(names);
    }
    if (select.getQualify() != null) {
      select.getQualify().accept(names);
    }
    return used;
  }

  private static boolean isAggregate(SqlOperator operator) {
    if (!(operator instanceof SqlFunction function)) {
      return false;
    }
    SqlIdentifier name = function.getSqlIdentifier();
    List<SqlOperator> found = new ArrayList<>();
    PydbOperatorTable.INSTANCE.lookupOperatorOverloads(
        name == null ? new SqlIdentifier(function.getName(), SqlParserPos.ZERO) : name,
        null,
        SqlSyntax.FUNCTION,
        found,
        SqlNameMatchers.withCaseSensitive(false));
    return found.stream().anyMatch(SqlOperator::isAggregator);
  }

  private static void add(
      Source source, List<SqlIdentifier> used, List<SqlIdentifier> grouped, SqlNodeList groups) {
    Set<String> columns = new LinkedHashSet<>();
    for (SqlIdentifier name : used) {
      int last = name.names.size() - 1;
      boolean isOfSource = last == 0 || name.names.get(last - 1).equals(source.alias);
      if (isOfSource && name.isStar()) {
        source.table.columns().forEach(column -> columns.add(column.name()));
      } else if (isOfSource && source.has(name.names.get(last))) {
        columns.add(name.names.get(last));
      }
    }
    SqlParserPos place = groups.getParserPosition();
    for (String column : columns) {
      if (grouped.stream().noneMatch(name -> means(name, source, column))) {
        groups.add(new SqlIdentifier(List.of(source.alias, column), place));
      }
    }
  }
}
