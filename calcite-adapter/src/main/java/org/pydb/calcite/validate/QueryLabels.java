package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the labels of a query's columns while the validator rewrites its select lists: stars become
 * columns, and columns of the same name get numbers, which is not what users asked for.
 */
final class QueryLabels {

  /** The part of the query that names its columns. */
  private @Nullable SqlNode first;

  /** Its labels as it was written, null for a star; empty if it is no SELECT. */
  private final List<@Nullable String> written = new ArrayList<>();

  /** Per select list: the names of the columns that stars stood for, by place. */
  private final IdentityHashMap<SqlSelect, Map<Integer, String>> stars = new IdentityHashMap<>();

  /** Notes the labels of the statement's query before it is validated. */
  void note(SqlNode query) {
    first = first(query);
    if (first instanceof SqlSelect select) {
      for (SqlNode item : select.getSelectList()) {
        boolean isStar = item instanceof SqlIdentifier identifier && identifier.isStar();
        written.add(isStar ? null : ColumnLabels.of(item));
      }
    }
  }

  /** Notes a column that a star stands for. */
  void noteStar(SqlSelect select, int column, SqlNode expression) {
    stars.computeIfAbsent(select, key -> new HashMap<>()).put(column, ColumnLabels.of(expression));
  }

  /** The labels of the statement's query, of so many columns, after it was validated. */
  List<String> labels(int count) {
    List<String> labels = new ArrayList<>();
    if (first instanceof SqlSelect select && written.indexOf(null) == written.lastIndexOf(null)) {
      return labels(select.getSelectList(), count);
    }
    if (first instanceof SqlSelect select) {
      Map<Integer, String> starNames = stars.getOrDefault(select, Map.of());
      Iterator<String> others = written.stream().filter(name -> name != null).iterator();
      for (int i = 0; i < count; i++) {
        String starName = starNames.get(i);
        labels.add(starName != null ? starName : others.next());
      }
    } else {
      for (int i = 1; i <= count; i++) {
        labels.add("column" + i);
      }
    }
    return labels;
  }

  /**
   * The labels of a select list with at most one star: what is not written stands for the star. A
   * natural join brings the columns of its star into another order once they are noted.
   */
  private List<String> labels(SqlNodeList expanded, int count) {
    List<String> labels = new ArrayList<>();
    for (String label : written) {
      if (label != null) {
        labels.add(label);
        continue;
      }
      int starCount = count - written.size() + 1;
      for (int i = 0; i < starCount; i++) {
        labels.add(ColumnLabels.ofStar(expanded.get(labels.size())));
      }
    }
    return labels;
  }

  private static SqlNode first(SqlNode query) {
    return switch (query.getKind()) {
      case UNION, INTERSECT, EXCEPT, ORDER_BY -> first(((SqlCall) query).operand(0));
      case WITH -> first(((SqlCall) query).operand(1));
      default -> query;
    };
  }
}
