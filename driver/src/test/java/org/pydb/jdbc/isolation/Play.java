package org.pydb.jdbc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/**
 * A script played at one level, on a new database. After each step everybody is done or waits for a
 * lock, by what the database itself says; so it comes out the same each time.
 */
final class Play implements AutoCloseable {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Script script;
  private final Connection director;
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Map<Integer, Actor.Result> results = new LinkedHashMap<>();

  /** What happened to whom: that they waited, and their errors. */
  private final Map<String, Set<String>> events = new LinkedHashMap<>();

  private final StringBuilder transcript = new StringBuilder();

  /** Whom it was told already that they wait. */
  private final List<Actor> waiting = new ArrayList<>();

  private Play(Script script, int level) throws SQLException {
    this.script = script;
    String url = "jdbc:pydb:mem:play";
    director = DriverManager.getConnection(url);
    for (String sql : script.setUp()) {
      Sql.run(director, sql);
    }
    for (String name : script.actors()) {
      actors.put(name, new Actor(name, url, level));
    }
  }

  /** Plays a script; gives what is to stand in its file. */
  static String run(Script script, String levelName, int level) throws Exception {
    try (Play play = new Play(script, level)) {
      List<Script.Step> steps = script.steps();
      for (int i = 0; i < steps.size(); i++) {
        play.step(i + 1, steps.get(i));
      }
      play.end();
      return Script.outcome(levelName, play.verdict(), play.transcript.toString());
    }
  }

  private void step(int number, Script.Step step) throws Exception {
    transcript.append("%2d %s: %s%n".formatted(number, step.actor(), step.sql()));
    Actor actor = actors.get(step.actor());
    actor.start(number, step.sql());
    settle();
    if (!actor.isDone()) {
      tellWait(actor);
    } else {
      takeResult(actor, "");
    }
    takeOthers();
  }

  /** Others that can go on now; in the order in which they had begun to wait. */
  private void takeOthers() {
    for (Actor actor : List.copyOf(waiting)) {
      if (actor.isDone()) {
        waiting.remove(actor);
        takeResult(actor, actor.name() + ", step " + actor.step() + ": ");
      }
    }
  }

  /** All roll back what is still open, so that nobody waits for ever. */
  private void end() throws Exception {
    for (Actor actor : actors.values()) {
      if (!actor.isBusy()) {
        actor.start(0, "rollback");
        settle();
        Actor.Result ignored = actor.take();
        takeOthers();
      }
    }
    assertThat(waiting).as("actors who wait when all others are done").isEmpty();
  }

  // ------------------------------------------------------------------ who waits

  /** Waits until everybody is done or waits for a lock. */
  private void settle() throws Exception {
    long start = System.nanoTime();
    while (!actors.values().stream().allMatch(this::isSettled)) {
      assertThat(System.nanoTime() - start)
          .as("time passed:%n%s", transcript)
          .isLessThan(PATIENCE_NANOS);
      Thread.sleep(1);
    }
  }

  private boolean isSettled(Actor actor) {
    return !actor.isBusy() || actor.isDone() || (actor.isParked() && wait(actor) != null);
  }

  /** What an actor waits for in words, or null. */
  private String wait(Actor actor) {
    try {
      for (String wait : director.unwrap(PydbConnection.class).lockWaits()) {
        String told = withNames(wait);
        if (told.startsWith(actor.name() + " ")) {
          return told.substring(told.lastIndexOf(" waits for ") + 1);
        }
      }
      return null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connections have numbers: the director has the first one. */
  private String withNames(String text) {
    String told = text;
    int number = 2;
    for (String name : actors.keySet()) {
      told = told.replaceAll("\\bconnection " + number++ + "\\b", name);
    }
    return told;
  }

  // ------------------------------------------------------------------ what is told

  private void tellWait(Actor actor) {
    waiting.add(actor);
    happened(actor, "waits");
    tell(wait(actor));
  }

  private void takeResult(Actor actor, String who) {
    Actor.Result result = actor.take();
    results.put(actor.step(), result);
    if (result.state() != null) {
      happened(actor, result.state());
    }
    tell(who + withNames(result.text()));
  }

  private void happened(Actor actor, String what) {
    events.computeIfAbsent(actor.name(), name -> new LinkedHashSet<>()).add(what);
  }

  private void tell(String text) {
    transcript.append("     ").append(text.replace("\n", "\n     ")).append('\n');
  }

  private String verdict() throws SQLException {
    List<String> all = new ArrayList<>();
    if (!script.conditions().isEmpty()) {
      boolean happens = true;
      for (Script.Condition condition : script.conditions()) {
        happens &= holds(condition);
      }
      all.add(happens ? "happens" : "does not happen");
    }
    events.forEach((name, what) -> all.add(name + " " + String.join(", ", what)));
    return all.isEmpty() ? "nobody waits" : String.join("; ", all);
  }

  private boolean holds(Script.Condition condition) throws SQLException {
    if (condition instanceof Script.StepGives gives) {
      return results.get(gives.step()).text().equals(gives.rows());
    }
    if (condition instanceof Script.StepSucceeds succeeds) {
      return results.get(succeeds.step()).state() == null;
    }
    Script.EndGives end = (Script.EndGives) condition;
    return Sql.text(director, end.sql()).equals(end.rows());
  }

  @Override
  public void close() throws SQLException {
    assertThat(Sql.text(director, "check database")).isEqualTo("ok");
    Sql.run(director, "shutdown");
    for (Actor actor : actors.values()) {
      actor.close();
    }
    director.close();
  }
}
