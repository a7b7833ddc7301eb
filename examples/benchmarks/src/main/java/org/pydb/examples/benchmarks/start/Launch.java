package org.pydb.examples.benchmarks.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run of the small program in a JVM of its own.
 *
 * @param totalMillis from asking for the process to its end
 * @param stepMillis what the program said: connect, ask, ask again, close; empty for the JVM alone
 */
record Launch(double totalMillis, List<Double> stepMillis) {

  static Launch run(List<String> options, String classPath, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dderby.stream.error.file=" + Path.of("target", "derby.log"));
    command.addAll(List.of("-cp", classPath, StartChild.class.getName()));
    command.addAll(arguments);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    double total = (System.nanoTime() - start) / 1e6;
    return new Launch(total, steps(output));
  }

  /** What stands in the last line; others may be a JVM's own. */
  private static List<Double> steps(String output) {
    String last = output.substring(output.lastIndexOf('\n') + 1);
    return Arrays.stream(last.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(nanos -> Long.parseLong(nanos) / 1e6)
        .toList();
  }
}
