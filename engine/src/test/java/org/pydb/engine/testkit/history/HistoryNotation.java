package org.pydb.engine.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.engine.testkit.history.History.Outcome;
import org.pydb.engine.testkit.history.History.Run;

/**
 * Histories as Adya writes them, one step after the other; the number is the transaction's.
 *
 * <pre>
 * w1(x=1)      1 writes version 1 of x
 * r2(x=1,3 y)  2 reads, in one statement, version 3 of x, which came after 1, and no y
 * p2(x=1 y)    the same by a condition          l2(x=1)   the same, and locks
 * d1(x=1)      1 removes x, which was version 1
 * s1 b1        1 takes a savepoint, rolls back to it
 * c1 a1        1 commits, rolls back
 * </pre>
 */
final class HistoryNotation {
  private static final Pattern STEP = Pattern.compile("([a-z])(\\d+)(?:\\(([^)]*)\\))?");

  /** A transaction that is still running. */
  private static final class Open {
    final List<Operation> operations = new ArrayList<>();
    final long begun;

    Open(long begun) {
      this.begun = begun;
    }
  }

  private final Map<Integer, Open> open = new TreeMap<>();
  private final List<Run> runs = new ArrayList<>();
  private long now;

  private HistoryNotation() {}

  static History parse(String text) {
    HistoryNotation notation = new HistoryNotation();
    Matcher steps = STEP.matcher(text);
    while (steps.find()) {
      String arguments = steps.group(3) == null ? "" : steps.group(3);
      notation.step(steps.group(1).charAt(0), Integer.parseInt(steps.group(2)), arguments);
    }
    return new History(notation.runs);
  }

  private void step(char what, int number, String arguments) {
    long begun = ++now;
    Open run = open.computeIfAbsent(number, absent -> new Open(begun));
    switch (what) {
      case 'w' -> run.operations.add(write(arguments));
      case 'd' -> {
        Operation.Write removed = write(arguments);
        run.operations.add(new Operation.Write(removed.item(), -begun, removed.version()));
      }
      case 'r', 'p', 'l' ->
          run.operations.add(
              new Operation.Read(seen(arguments), what == 'p', what == 'l', begun, ++now));
      case 's' -> run.operations.add(new Operation.Savepoint(1));
      case 'b' -> run.operations.add(new Operation.RollbackTo(1));
      case 'c', 'a' -> {
        open.remove(number);
        Outcome outcome = what == 'c' ? Outcome.COMMITTED : Outcome.ABORTED;
        runs.add(
            new Run(number, "client " + number, run.operations, outcome, run.begun, begun, ++now));
      }
      default -> throw new IllegalArgumentException("step " + what);
    }
  }

  private static Operation.Write write(String text) {
    Seen seen = seen(text).get(0);
    return new Operation.Write(seen.item(), seen.version(), Versions.UNKNOWN);
  }

  private static List<Seen> seen(String text) {
    return Arrays.stream(text.split(" ", -1)).map(HistoryNotation::one).toList();
  }

  private static Seen one(String text) {
    int equals = text.indexOf('=');
    Item item = new Item(equals < 0 ? text : text.substring(0, equals), 0);
    if (equals < 0) {
      return Seen.absent(item);
    }
    String[] chain = text.substring(equals + 1).split(",", -1);
    return new Seen(item, Arrays.stream(chain).map(Long::valueOf).toList(), true);
  }
}
