package org.pydb.calcite.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.SqlError;

/**
 * The functions that the applications which have a database open have brought, by name. Immutable:
 * a plan is right as long as the object is the same that it was made under.
 */
public final class JavaFunctions implements SqlOperatorTable {

  /** No functions. */
  public static final JavaFunctions NONE = new JavaFunctions(Map.of());

  private final Map<String, SqlOperator> operators;

  private JavaFunctions(Map<String, SqlOperator> operators) {
    this.operators = Map.copyOf(operators);
  }

  /**
   * These and another one, which replaces what has its name.
   *
   * @throws SqlError 42723 if SQL has a function of its own by that name
   */
  public JavaFunctions with(JavaFunction function) {
    if (PydbOperatorTable.INSTANCE.functionNames().contains(function.name())) {
      throw new SqlError(
          "42723", "function " + function.name() + " is SQL's own: choose another name");
    }
    Map<String, SqlOperator> more = new HashMap<>(operators);
    more.put(
        function.name(),
        function instanceof JavaFunction.Scalar scalar
            ? new JavaScalarOperator(scalar)
            : new JavaAggregateOperator((JavaFunction.Aggregate) function));
    return new JavaFunctions(more);
  }

  /** These without one; the same if there is none of that name. */
  public JavaFunctions without(String name) {
    Map<String, SqlOperator> fewer = new HashMap<>(operators);
    return fewer.remove(key(name)) == null ? this : new JavaFunctions(fewer);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return operators.isEmpty();
  }

  /** Their names. */
  public Set<String> names() {
    return operators.keySet();
  }

  /** What they are. */
  public Collection<JavaFunction> all() {
    return operators.values().stream()
        .map(
            operator ->
                operator instanceof JavaScalarOperator scalar
                    ? (JavaFunction) scalar.function()
                    : ((JavaAggregateOperator) operator).function())
        .sorted(Comparator.comparing(JavaFunction::name))
        .toList();
  }

  /** The function of a name, in any case; null if there is none. */
  public @Nullable SqlOperator find(String name) {
    return operators.get(key(name));
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher nameMatcher) {
    SqlOperator operator =
        isMeant(name) && syntax == SqlSyntax.FUNCTION
            ? find(name.names.get(name.names.size() - 1))
            : null;
    if (operator != null) {
      found.add(operator);
    }
  }

  /** To who asks for their schema they are in {@code public}. */
  private static boolean isMeant(SqlIdentifier name) {
    return name.isSimple() || (name.names.size() == 2 && name.names.get(0).equals("public"));
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return new ArrayList<>(operators.values());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
