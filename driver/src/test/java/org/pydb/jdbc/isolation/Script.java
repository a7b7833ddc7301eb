package org.pydb.jdbc.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What actors say, one after the other, and when it counts as an anomaly.
 *
 * <pre>
 * # The title
 * # and what it is about.
 *
 * &gt; create table account (id int primary key, balance int)
 *
 * anna: select balance from account
 * ben: update account set balance = 0
 *
 * happens if step 1 gives 10
 * happens if step 2 succeeds
 * happens if in the end: select balance from account gives 0
 *
 * == READ COMMITTED: happens
 * (what came out, level by level)
 * </pre>
 *
 * <p>All conditions must hold; a script without any is about waiting and order alone.
 */
final class Script {
  private static final Pattern STEP = Pattern.compile("([a-z]+): (.*)");
  private static final Pattern GIVES = Pattern.compile("happens if step (\\d+) gives (.*)");
  private static final Pattern SUCCEEDS = Pattern.compile("happens if step (\\d+) succeeds");
  private static final Pattern IN_THE_END =
      Pattern.compile("happens if in the end: (.*) gives (.*)");
  private static final String OUTCOME = "== ";

  /** Somebody says something. */
  record Step(String actor, String sql) {}

  /** Something that must have come out. */
  sealed interface Condition {}

  /** A step, counted from 1, gives these rows. */
  record StepGives(int step, String rows) implements Condition {}

  /** A step does not fail. */
  record StepSucceeds(int step) implements Condition {}

  /** When all is over, a query gives these rows. */
  record EndGives(String sql, String rows) implements Condition {}

  private final List<String> lines = new ArrayList<>();
  private final List<String> setUp = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();

  /** Reads a script; the outcomes that stand below it are left out. */
  Script(String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith(OUTCOME)) {
        break;
      }
      lines.add(line);
      if (!line.startsWith("#") && !line.isBlank()) {
        read(line);
      }
    }
  }

  private void read(String line) {
    Matcher gives = GIVES.matcher(line);
    Matcher succeeds = SUCCEEDS.matcher(line);
    Matcher inTheEnd = IN_THE_END.matcher(line);
    Matcher step = STEP.matcher(line);
    if (line.startsWith("> ")) {
      setUp.add(line.substring(2));
    } else if (gives.matches()) {
      conditions.add(new StepGives(Integer.parseInt(gives.group(1)), gives.group(2)));
    } else if (succeeds.matches()) {
      conditions.add(new StepSucceeds(Integer.parseInt(succeeds.group(1))));
    } else if (inTheEnd.matches()) {
      conditions.add(new EndGives(inTheEnd.group(1), inTheEnd.group(2)));
    } else if (step.matches()) {
      steps.add(new Step(step.group(1), step.group(2)));
    } else {
      throw new IllegalArgumentException("not a line of a script: " + line);
    }
  }

  /** The title: the first line without its mark. */
  String title() {
    return lines.get(0).substring(2);
  }

  /** The script itself, as it stands before the outcomes. */
  String text() {
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  List<String> setUp() {
    return setUp;
  }

  List<Step> steps() {
    return steps;
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** Who takes part, in the order of their first words. */
  List<String> actors() {
    return steps.stream().map(Step::actor).distinct().toList();
  }

  /** The heads of the outcomes in a file: level, colon, what came out. */
  static List<String> outcomes(String text) {
    return text.lines()
        .filter(line -> line.startsWith(OUTCOME))
        .map(line -> line.substring(OUTCOME.length()))
        .toList();
  }

  /** An outcome as it stands in a file. */
  static String outcome(String level, String verdict, String transcript) {
    return "\n" + OUTCOME + level + ": " + verdict + "\n" + transcript;
  }
}
