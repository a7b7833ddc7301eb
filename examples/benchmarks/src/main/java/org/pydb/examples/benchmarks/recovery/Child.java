package org.pydb.examples.benchmarks.recovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that run in a JVM of their own, and say one number. */
final class Child {
  private static final String HEAP = "-Xmx1g";

  private Child() {}

  /** Runs a program to its end, and gives the number. */
  static long run(Class<?> program, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(program.getSimpleName() + " failed; what it said: " + output);
    }
    return Long.parseLong(output);
  }

  /** Says the number, and ends at once: nothing is closed, and nothing in memory is saved. */
  static void die(long number) {
    System.out.println(number);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
