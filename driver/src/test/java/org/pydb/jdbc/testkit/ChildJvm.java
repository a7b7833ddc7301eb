package org.pydb.jdbc.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program in a JVM of its own, with this one's class path; ends when its input is closed. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the main method of a class. */
  public static ChildJvm start(Class<?> program, String... arguments) throws IOException {
    return start(List.of(), program, arguments);
  }

  /** Starts the main method of a class in a JVM with options. */
  public static ChildJvm start(List<String> options, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new ChildJvm(builder.start());
  }

  /** The next line that the program prints, or null if it has ended. */
  public String readLine() throws IOException {
    return output.readLine();
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    output.lines().forEach(line -> {});
    process.onExit().join();
  }
}
