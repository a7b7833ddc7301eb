package org.pydb.jdbc.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.ChildJvm;
import org.pydb.jdbc.testkit.Sql;

/**
 * The classes that are loaded in the background are those that the first statements of a JVM need.
 * With {@code -Drewrite} the list is made anew.
 */
class WarmUpTest {
  private static final Path LIST =
      Path.of("../calcite-adapter/src/main/resources/org/pydb/calcite/start/classes.txt");

  private static final Pattern LOADED =
      Pattern.compile("\\[class,load *] (\\S+) source: (file:|jrt:/java\\.).*");

  /** What the thread in the background is made of. */
  private static final String BACKGROUND = "org.pydb.calcite.start.WarmUp$$Lambda";

  /** How many classes may be missing from the list, or be there without need, in percent. */
  private static final int TOLERANCE = 5;

  @Test
  void theListIsWhatFirstStatementsLoad(@TempDir Path directory) throws Exception {
    Set<String> needed = needed(directory);
    if (System.getProperty("rewrite") != null) {
      Files.createDirectories(LIST.getParent());
      Files.write(LIST, needed);
    }
    Set<String> list = new LinkedHashSet<>(Files.readAllLines(LIST));
    assertThat(missing(list, needed))
        .as("classes that first statements load: run with -Drewrite to put them on the list")
        .hasSizeLessThan(needed.size() * TOLERANCE / 100);
    assertThat(missing(needed, list))
        .as("classes that first statements do not load: run with -Drewrite to take them out")
        .hasSizeLessThan(needed.size() * TOLERANCE / 100);
    for (String name : missing(Set.of(), list)) {
      assertThatCode(() -> Class.forName(name, false, WarmUpTest.class.getClassLoader()))
          .as("run with -Drewrite to take out what is not there any more")
          .doesNotThrowAnyException();
    }
  }

  /** What is loaded with and without the background is the same in the end, and so are answers. */
  @Test
  void itCanBeTurnedOff(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("log");
    run(log, "jdbc:pydb:mem:?warm_up=off", "select 1");
    assertThat(Files.readString(log)).doesNotContain(BACKGROUND);
    run(log, "jdbc:pydb:mem:", "select 1");
    assertThat(Files.readString(log)).contains(BACKGROUND);
  }

  /**
   * The names that are not on a list, those of Java apart, which differ from version to version.
   */
  private static List<String> missing(Collection<String> list, Collection<String> names) {
    return names.stream().filter(name -> !name.startsWith("java") && !list.contains(name)).toList();
  }

  private static Set<String> needed(Path directory) throws IOException, SQLException {
    String existing = "jdbc:pydb:" + directory.resolve("existing");
    try (Connection connection = DriverManager.getConnection(existing)) {
      Sql.run(connection, "create table item (id int primary key, name varchar(40))");
      Sql.run(connection, "insert into item values (1, 'one')");
    }
    Path log = directory.resolve("log");
    run(log, existing + "?warm_up=off", "select name from item where id = ?", "1");
    Set<String> needed = new LinkedHashSet<>(loaded(log));
    run(log, "jdbc:pydb:" + directory.resolve("new") + "?warm_up=off", "select 1");
    needed.addAll(loaded(log));
    return needed;
  }

  private static void run(Path log, String... arguments) throws IOException {
    List<String> options = List.of("-Xlog:class+load:file=" + log + ":tags");
    try (ChildJvm child = ChildJvm.start(options, FirstStatement.class, arguments)) {
      assertThat(child.readLine()).isNull();
    }
  }

  /** The classes of a log that are worth loading ahead: what opening needs is loaded by itself. */
  private static List<String> loaded(Path log) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher loaded = LOADED.matcher(line);
      if (loaded.matches() && isWorthIt(loaded.group(1))) {
        names.add(loaded.group(1));
      }
    }
    return names;
  }

  private static boolean isWorthIt(String name) {
    return !name.contains("/")
        && !name.startsWith("org.pydb.engine.")
        && !name.startsWith("org.pydb.jdbc.")
        && !name.startsWith("sun.")
        && !name.startsWith("jdk.");
  }
}
