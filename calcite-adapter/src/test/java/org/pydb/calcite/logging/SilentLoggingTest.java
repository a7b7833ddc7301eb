package org.pydb.calcite.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;

/** Runs Calcite in JVMs whose class path has no logger, and reads what they print. */
class SilentLoggingTest {

  @Test
  void calciteWithoutLoggerComplains() throws Exception {
    assertThat(outputOf("loud")).contains("No SLF4J providers were found");
  }

  @Test
  void silenceComesBeforeCalcite() throws Exception {
    assertThat(outputOf("silent")).isEmpty();
  }

  private static String outputOf(String mode) throws Exception {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder builder =
        new ProcessBuilder(java, "-cp", classPathWithoutLogger(), Probe.class.getName(), mode);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String classPathWithoutLogger() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !new File(entry).getName().startsWith("slf4j-nop"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Parses one statement. */
  static class Probe {
    public static void main(String[] args) throws Exception {
      if (args[0].equals("silent")) {
        SilentLogging.ensure();
      }
      Class.forName("org.apache.calcite.util.trace.CalciteTrace");
      SqlParser.create("select 1").parseQuery();
    }
  }
}
