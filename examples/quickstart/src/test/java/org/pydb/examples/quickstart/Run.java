package org.pydb.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that has run in a directory, in a JVM of its own.
 *
 * @param exit its exit code
 * @param output what it printed
 * @param errors what it printed to standard error
 */
record Run(int exit, String output, String errors) {

  /** Runs a program to its end. */
  static Run of(Class<?> program, Path directory) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    int exit = process.waitFor();
    return new Run(exit, Files.readString(output), Files.readString(errors));
  }
}
