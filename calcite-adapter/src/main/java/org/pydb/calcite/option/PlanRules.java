package org.pydb.calcite.option;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptCluster;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.schema.IndexDefinition;

/**
 * Which rules and indexes plans are made without: for experts, who look for the reason of a plan,
 * and for tests, which compare the answers.
 *
 * @param rulesOff rules that are switched off
 * @param indexesOff names of indexes that no plan reads
 */
public record PlanRules(Set<PlanRule> rulesOff, Set<String> indexesOff) {

  private static final String NONE = "none";

  /** Nothing is switched off. */
  public static final PlanRules ALL = new PlanRules(Set.of(), Set.of());

  /** Takes copies. */
  public PlanRules {
    rulesOff = Set.copyOf(rulesOff);
    indexesOff = Set.copyOf(indexesOff);
  }

  /** Those by which plans of a cluster are made. */
  public static PlanRules of(RelOptCluster cluster) {
    PlanRules rules = cluster.getPlanner().getContext().unwrap(PlanRules.class);
    return rules == null ? ALL : rules;
  }

  /** The same without the rules that are listed, with commas between them, and with all others. */
  public PlanRules withRulesOff(String list) {
    Set<PlanRule> off = EnumSet.noneOf(PlanRule.class);
    for (String name : names(list)) {
      PlanRule rule = PlanRule.ofKey(name.toLowerCase(Locale.ROOT));
      if (rule == null) {
        throw new SqlError(
            "22023", "there is no rule \"" + name + "\"; there are: " + PlanRule.keys());
      }
      off.add(rule);
    }
    return new PlanRules(off, indexesOff);
  }

  /**
   * The same without the indexes that are listed, with commas between them, and with all others.
   *
   * @param exists whether there is an index of a name
   */
  public PlanRules withIndexesOff(String list, Predicate<String> exists) {
    List<String> off = names(list);
    for (String name : off) {
      if (!exists.test(name)) {
        throw new SqlError("42704", "index \"" + name + "\" does not exist");
      }
    }
    return new PlanRules(rulesOff, Set.copyOf(off));
  }

  private static List<String> names(String list) {
    return list.strip().equals(NONE)
        ? List.of()
        : Arrays.stream(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** Whether nothing is switched off. */
  public boolean areAllOn() {
    return rulesOff.isEmpty() && indexesOff.isEmpty();
  }

  /** Whether a rule may be used. */
  public boolean isOn(PlanRule rule) {
    return !rulesOff.contains(rule);
  }

  /** Whether an index may be read. */
  public boolean isOn(IndexDefinition index) {
    return !indexesOff.contains(index.name());
  }

  /** The rules that are off, as they are set and shown. */
  public String rulesText() {
    return text(rulesOff.stream().sorted().map(PlanRule::key));
  }

  /** The indexes that are off, as they are set and shown. */
  public String indexesText() {
    return text(indexesOff.stream().sorted());
  }

  private static String text(Stream<String> names) {
    String list = names.collect(Collectors.joining(", "));
    return list.isEmpty() ? NONE : list;
  }
}
