package org.pydb.all;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell on a terminal, as a person sees it. The terminal is a real one of the system, which
 * {@code script} of util-linux makes: it turns Ctrl-C into a signal, the shell runs {@code stty} on
 * it, and it does not know how large it is.
 */
@EnabledOnOs(OS.LINUX)
class TerminalIT {
  private static final Path ALL_JAR = Path.of(System.getProperty("pydb.all.jar")).toAbsolutePath();
  private static final String PROMPT = "pydb> ";
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String ENTER = "\r";
  private static final String UP = "\033OA";
  private static final String CTRL_C = "\003";
  private static final String CTRL_D = "\004";
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  /** A program on a terminal: what it shows, and what is typed. */
  private static final class Typist implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;

    @SuppressWarnings("JdkObsolete") // One thread writes, another one reads and deletes.
    private final StringBuffer shown = new StringBuffer();

    private final Thread eyes = new Thread(this::watch);

    Typist(Path directory, String... arguments) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      // A build that runs in the background ignores SIGINT, and what it starts would, too. A shell
      // that stayed before the program would keep a Ctrl-C, and die of it when the program ends.
      String command =
          "exec env --default-signal=INT "
              + java
              + " -jar "
              + ALL_JAR
              + " "
              + String.join(" ", arguments);
      ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
      builder.environment().put("TERM", "xterm");
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
      keys = process.getOutputStream();
      eyes.start();
    }

    private void watch() {
      byte[] bytes = new byte[1024];
      try (InputStream screen = process.getInputStream()) {
        for (int n = screen.read(bytes); n >= 0; n = screen.read(bytes)) {
          shown.append(new String(bytes, 0, n, UTF_8));
        }
      } catch (IOException e) {
        // The terminal is gone.
      }
    }

    void type(String what) throws IOException {
      keys.write(what.getBytes(UTF_8));
      keys.flush();
    }

    /** Waits until something is shown, and forgets what came up to its end. */
    void await(String pattern) throws InterruptedException {
      assertThat(isShown(pattern, PATIENCE_SECONDS * 1000))
          .as("%s is shown in: %s", pattern, shown)
          .isTrue();
    }

    boolean isShown(String pattern, long millis) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      do {
        Matcher matcher = Pattern.compile(pattern).matcher(shown);
        if (matcher.find()) {
          shown.delete(0, matcher.end());
          return true;
        }
        Thread.sleep(10);
      } while (System.nanoTime() < end);
      return false;
    }

    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", shown).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() throws IOException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      keys.close();
    }
  }

  @Test
  void aPersonMayTypeErrAndStop() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    DriverManager.getConnection(url + "?encryption_key=" + KEY).close();
    try (Typist shell = new Typist(directory, "shop")) {
      shell.await("Key of jdbc:pydb:shop: ");
      shell.type(KEY + ENTER); // It does not show.
      shell.await("^(?s:(?!" + KEY + ").)*" + PROMPT);
      shell.type("selec\t1 + 1 as two;" + ENTER); // Tab completes it.
      shell.await("\\(1 row\\)");
      shell.await(PROMPT);
      shell.type(UP + ENTER);
      shell.await("(?s)select 1 \\+ 1 as two;.*two.*\\(1 row\\)");
      shell.await(PROMPT);

      shell.type(
          "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000);");
      shell.type(ENTER);
      shell.await("\\[\\?2004l"); // It is taken: the editor has let go of the terminal.
      boolean isStopped = false;
      for (int i = 0; i < 20 && !isStopped; i++) {
        shell.type(CTRL_C); // Too early it stops nothing; and it may hit stty.
        isStopped = shell.isShown("57014: canceling", 1000);
      }
      assertThat(isStopped).isTrue();
      shell.await(PROMPT);
      shell.type("nonsense that is forgotten");
      shell.await("forgotten");
      shell.type(CTRL_C);
      shell.await(PROMPT);

      // What may take long is watched.
      shell.type("\\copy (select g as id from generate_series(1, 1000) g) to s.csv csv header");
      shell.type(ENTER);
      shell.await("COPY 1000");
      shell.type("create table s (id int primary key);" + ENTER + "\\import s.csv s" + ENTER);
      shell.await("s\\.csv \\[#*\\.*\\] \\d+ %");
      shell.await("COPY 1000");
      shell.type("\\dump s.sql" + ENTER);
      shell.await("dump: \\d+ rows(?s:.*)s\\.sql: 1000 rows");
      shell.type("drop table s;" + ENTER + "\\restore s.sql" + ENTER);
      shell.await("s\\.sql \\[#*\\.*\\] \\d+ %");
      shell.await("s\\.sql: \\d+ statements");
      shell.type("\\backup copy" + ENTER);
      shell.await("backup: \\d+ pages");
      shell.await("copy: \\d+ pages");
      shell.await(PROMPT);

      shell.type(CTRL_D);
      assertThat(shell.exitCode()).isZero();
    }
    assertThat(directory.resolve("shop.pydb-wal")).doesNotExist();
  }
}
