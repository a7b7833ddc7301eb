package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The all jar, as a tool sees it that has nothing else on its class path. */
class AllJarIT {

  private static final Path ALL_JAR = Path.of(System.getProperty("pydb.all.jar"));

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

  /**
   * Calcite writes Java source that names its own classes, and compiles it at run time: the names
   * must be the relocated ones. And it must find its logger, or it would complain.
   */
  @Test
  void queriesCompiledAtRunTimeWorkInSilence(@TempDir Path classes) throws Exception {
    compile(Path.of("src/test/probes/GeneratedCodeProbe.java"), classes);
    assertThat(outputOf("GeneratedCodeProbe", classes))
        .isEqualTo("[2, 6, a]%n[3, 9, b]%n".formatted());
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(ALL_JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  private static void compile(Path source, Path classes) {
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                ALL_JAR.toString(),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).isZero();
  }

  private static String outputOf(String program, Path classes) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = ALL_JAR + File.pathSeparator + classes;
    ProcessBuilder builder = new ProcessBuilder(java.toString(), "-cp", classPath, program);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
