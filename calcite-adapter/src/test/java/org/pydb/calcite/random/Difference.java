package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;

/** Two databases that give different answers to a query. */
final class Difference {
  private final Answerer measure;
  private final Answerer other;
  private final RandomTables tables;

  Difference(Answerer measure, Answerer other, RandomTables tables) {
    this.measure = measure;
    this.other = other;
    this.tables = tables;
  }

  /** The tables and the query, both as small as found, and the answers. */
  String smaller(Choices.Made choices) {
    String firstAnswers = answers(Comparison.write(choices));
    Choices.Made small = new Shrinker(this::isThere).shrink(choices);
    QueryWriter.Query query = Comparison.write(small);
    List<RandomTables.Row> rows = new ArrayList<>(tables.rows());
    String found = answers(query);
    for (int size = 16; size > 0; size /= 4) {
      for (int from = rows.size() - size; from >= 0; from -= size) {
        List<RandomTables.Row> without = List.copyOf(rows.subList(from, from + size));
        without.forEach(row -> both(row.delete()));
        if (isThere(small)) {
          rows.removeAll(without);
          found = answers(query);
        } else {
          without.forEach(row -> both(row.insert()));
        }
      }
    }
    tables.rows().stream().filter(row -> !rows.contains(row)).forEach(row -> both(row.insert()));
    return query.sql()
        + "\nat first\n"
        + firstAnswers
        + "\nand then\n"
        + found
        + "\nwhere\n"
        + tables.description(rows)
        + "\nfirst found as\n"
        + Comparison.write(choices).sql();
  }

  private void both(String sql) {
    measure.run(sql);
    other.run(sql);
  }

  private boolean isThere(Choices.Made choices) {
    QueryWriter.Query query = Comparison.write(choices);
    Answer.Likeness likeness = measure.answer(query).like(other.answer(query), query.isOrdered());
    return likeness == Answer.Likeness.DIFFERENT || likeness == Answer.Likeness.BROKEN;
  }

  private String answers(QueryWriter.Query query) {
    return measure.name()
        + ": "
        + measure.answer(query)
        + "\n"
        + other.name()
        + other.variation()
        + ": "
        + other.answer(query);
  }
}
