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

  /** Functions of Calcite's that pydb does not run: to whoever calls them they do not exist. */
  private static final Set<String> NOT_RUN =
      Set.of(
          ("ACOSD APPROX_COUNT_DISTINCT ARG_MAX ARG_MIN ARRAY_CONCAT_AGG ASIND ATAND BITCOUNT"
                  + " COLLECT CONTAINS CONVERT COTH CSC CSCH DIFFERENCE ELEMENT FUSION"
                  + " GROUPING_ID GROUP_ID HOP HOP_END HOP_START INTERSECTION JSON_DEPTH JSON_INSERT JSON_KEYS"
                  + " JSON_LENGTH JSON_PRETTY JSON_REMOVE JSON_REPLACE JSON_SET JSON_STORAGE_SIZE"
                  + " JSON_TYPE LAST_DAY LEFTSHIFT RAND RAND_INTEGER SEC SECH SESSION SESSION_END"
                  + " SESSION_START SHA1 SOUNDEX TRUNCATE TUMBLE TUMBLE_END"
                  + " TUMBLE_START TYPEOF VARIANTNULL")
              .split(" "));

  /** The only instance. */
  public static final PydbOperatorTable INSTANCE = new PydbOperatorTable();

  private final Map<String, List<SqlOperator>> operators = new HashMap<>();
  private final List<SqlOperator> all;

  private PydbOperatorTable() {
    addAll(PydbFunctions.all());
    addAll(run(SqlStdOperatorTable.instance()));
    addAll(
        run(
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                EnumSet.of(SqlLibrary.POSTGRESQL))));
    all = operators.values().stream().flatMap(List::stream).toList();
  }

  private static List<SqlOperator> run(SqlOperatorTable table) {
    return table.getOperatorList().stream()
        .filter(operator -> !NOT_RUN.contains(operator.getName()))
        .toList();
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
    if (!name.isSimple() && !isOfSystem(name)) {
      return;
    }
    String last = name.names.get(name.names.size() - 1);
    for (SqlOperator operator : operators.getOrDefault(key(last), List.of())) {
      boolean isFunction = syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction;
      if (isFunction || operator.getSyntax().family == syntax) {
        found.add(operator);
      }
    }
  }

  /** PostgreSQL has its functions in a schema, and tools name it. */
  private static boolean isOfSystem(SqlIdentifier name) {
    String schema = name.names.get(0);
    return name.names.size() == 2
        && (schema.equals("pg_catalog") || schema.equals("information_schema"));
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
