package org.pydb.calcite.function;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * All functions and operators, by name: our own, then standard SQL's, then PostgreSQL's as Calcite
 * knows them. A name belongs to the first that has it, so our own replace Calcite's. Names do not
 * depend on letter case. Immutable; thread-safe.
 */
public final class PydbOperatorTable implements SqlOperatorTable {

  /** The only instance. */
  public static final PydbOperatorTable INSTANCE = new PydbOperatorTable();

  private final Map<String, List<SqlOperator>> operators = new HashMap<>();
  private final List<SqlOperator> all;

  private PydbOperatorTable() {
    addAll(PydbFunctions.all());
    addAll(SqlStdOperatorTable.instance().getOperatorList());
    addAll(
        SqlLibraryOperatorTableFactory.INSTANCE
            .getOperatorTable(EnumSet.of(SqlLibrary.POSTGRESQL))
            .getOperatorList());
    all = operators.values().stream().flatMap(List::stream).toList();
  }

  /** The names of all functions, in lower case. */
  public Set<String> functionNames() {
    Set<String> names = new java.util.TreeSet<>();
    for (SqlOperator operator : all) {
      if (operator instanceof SqlFunction && Character.isLetter(operator.getName().charAt(0))) {
        names.add(operator.getName().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher nameMatcher) {
    if (!name.isSimple()) {
      return;
    }
    for (SqlOperator operator : operators.getOrDefault(key(name.getSimple()), List.of())) {
      boolean isFunction = syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction;
      if (isFunction || operator.getSyntax().family == syntax) {
        found.add(operator);
      }
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return all;
  }

  /** Adds the operators whose names no earlier list has taken. */
  private void addAll(List<SqlOperator> list) {
    Map<String, List<SqlOperator>> byName = new HashMap<>();
    for (SqlOperator operator : list) {
      byName.computeIfAbsent(key(operator.getName()), name -> new ArrayList<>()).add(operator);
    }
    byName.forEach(operators::putIfAbsent);
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
