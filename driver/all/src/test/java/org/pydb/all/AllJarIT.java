package org.pydb.all;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.server.ThinClient;

/** The all jar, as a tool sees it that has nothing else on its class path. */
class AllJarIT {

  private static final Path ALL_JAR = Path.of(System.getProperty("pydb.all.jar"));
  private static final String PROBE = Path.of("target", "test-classes").toString();
  private static final String SHADED = "org.pydb.shaded.";
  private static final Pattern NAME_OF_CLASS =
      Pattern.compile("org\\.pydb\\.shaded(\\.[a-z][a-z0-9_]*)+\\.[A-Z]\\w*(?![\\w.$])");
  private static final String ANSWERS = "2 6 a%n3 9 b%n3 B%n";

  @Test
  void everyClassIsOurs() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .allMatch(name -> name.startsWith("org/pydb/"));
  }

  @Test
  void nothingOfTheSourceJarsIdentityRemains() throws IOException {
    assertThat(entries())
        .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.endsWith("module-info.class"));
  }

  /** Nothing else is printed: no word of a logger that is missing. */
  @Test
  void anApplicationWorksInSilence(@TempDir Path directory) throws Exception {
    assertThat(outputOf("jdbc:pydb:mem:")).isEqualTo(ANSWERS.formatted());
    assertThat(outputOf("jdbc:pydb:" + directory.resolve("shop"))).isEqualTo(ANSWERS.formatted());
  }

  /**
   * On the bridge Calcite writes Java source that names its own classes, and compiles it at run
   * time: the names must be the relocated ones.
   */
  @Test
  void queriesCompiledAtRunTimeWorkInSilence() throws Exception {
    assertThat(outputOf("jdbc:pydb:mem:?plan=bridge")).isEqualTo(ANSWERS.formatted());
  }

  @Test
  void itCanBeRunToRecoverADatabase(@TempDir Path directory) throws Exception {
    outputOf("jdbc:pydb:" + directory.resolve("shop"));
    String output =
        run("-jar", ALL_JAR.toString(), "recover", directory + "/shop", directory + "/saved");
    assertThat(output).contains("Nothing was damaged.");
    assertThat(directory.resolve("saved.pydb")).exists();
  }

  /** A SQL tool may have other versions of the same libraries, and its class path comes first. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc:pydb:mem:", "jdbc:pydb:mem:?plan=bridge"})
  void olderLibrariesOnTheClassPathDoNotMatter(String url) throws Exception {
    String beside = Path.of("target", "beside") + File.separator + "*";
    String classPath = String.join(File.pathSeparator, beside, PROBE, ALL_JAR.toString());
    assertThat(run("-cp", classPath, JdbcProbe.class.getName(), url))
        .isEqualTo(ANSWERS.formatted());
  }

  /**
   * Names of classes also stand in texts, for reflection and for what Calcite has compiled: each
   * must be the relocated name of a class that is in the jar, unless it was in none of the jars of
   * which this one is made: libraries know of libraries that nobody needs.
   */
  @Test
  void whatIsCalledByNameIsThere() throws IOException {
    Set<String> there = new HashSet<>(entries());
    Set<String> missing = new TreeSet<>();
    try (JarFile jar = new JarFile(ALL_JAR.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          String bytes = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
          NAME_OF_CLASS
              .matcher(bytes)
              .results()
              .map(MatchResult::group)
              .filter(name -> !there.contains(file(name)) && wasThere(name))
              .forEach(missing::add);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void itIsAShell() throws Exception {
    String jar = ALL_JAR.toString();
    assertThat(run("-jar", jar, "--csv", "-c", "select 1 as one, upper('b') as b"))
        .isEqualTo("one,b%n1,B%n".formatted());
  }

  /** Requests are called by names of classes, which were renamed in this jar and not in others. */
  @Test
  void itLetsSqlToolsIn(@TempDir Path directory) throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("shop") + "?open=create";
    Process process = start("-jar", ALL_JAR.toString(), "serve", url, "--port", "0");
    try (BufferedReader said = process.inputReader(UTF_8);
        ThinClient client = new ThinClient()) {
      String line = said.readLine();
      while (!line.startsWith("jdbc:avatica:")) {
        line = said.readLine();
      }
      try (Connection tool = client.connect(line);
          Statement statement = tool.createStatement()) {
        statement.execute("create table song (id int primary key, title text)");
        assertThat(statement.executeUpdate("insert into song values (1, 'Jóga')")).isOne();
        try (PreparedStatement select =
            tool.prepareStatement("select title from song where id = ?")) {
          select.setInt(1, 1);
          ResultSet rows = select.executeQuery();
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("Jóga");
        }
      }
      process.toHandle().destroy(); // As Ctrl-C does, it asks the JVM to end.
      assertThat(said.lines()).endsWith("The database is closed.");
    } finally {
      process.destroyForcibly();
    }
    assertThat(directory.toFile().list()).containsExactly("shop.pydb");
  }

  private static String file(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** Whether the jars that went into the all jar, which this test has, hold such a class. */
  private static boolean wasThere(String shadedName) {
    String name = shadedName.substring(SHADED.length());
    return AllJarIT.class.getClassLoader().getResource(file(name)) != null;
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(ALL_JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  /** What the probe prints, to stdout or stderr, with the all jar and its own class alone. */
  private static String outputOf(String url) throws Exception {
    String classPath = ALL_JAR + File.pathSeparator + PROBE;
    return run("-cp", classPath, JdbcProbe.class.getName(), url);
  }

  private static String run(String... arguments) throws Exception {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.redirectErrorStream(true).start();
  }
}
