package org.pydb.jdbc.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.pydb.calcite.option.PlanRule;

/** Has queries planned without a rule or an index, or without several. */
final class Plans {
  private static final List<String> RULES =
      Arrays.stream(PlanRule.values()).map(PlanRule::key).toList();

  private final List<String> indexes;
  private String variation = "";

  Plans(List<String> indexes) {
    this.indexes = List.copyOf(indexes);
  }

  /** Switches rules and indexes off, others than before. */
  void vary(Database database, Random random, Report report) {
    String rules = some(RULES, random);
    String without = some(indexes, random);
    variation = "plan_rules_off '" + rules + "', plan_indexes_off '" + without + "'";
    database.run("set plan_rules_off = '" + rules + "'");
    database.run("set plan_indexes_off = '" + without + "'");
    for (String rule : List.of(rules.split(", ", -1))) {
      report.count("planned without " + rule);
    }
    report.count("planned without indexes " + (without.equals("none") ? "none" : "some"));
  }

  /** One of some, or several, or none. */
  private static String some(List<String> all, Random random) {
    if (all.isEmpty()) {
      return "none";
    }
    if (random.nextInt(3) == 0) {
      return all.get(random.nextInt(all.size()));
    }
    int share = random.nextInt(4);
    String some =
        all.stream().filter(one -> random.nextInt(6) < share).collect(Collectors.joining(", "));
    return some.isEmpty() ? "none" : some;
  }

  @Override
  public String toString() {
    return variation;
  }
}
